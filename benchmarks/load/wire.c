/* Connections: open, write, read; under TLS where the plan says so. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "load.h"

#ifdef WITH_TLS
#include <openssl/ssl.h>

static SSL_CTX *context;

/* The certificate is made for the measurement; who it belongs to is not what is measured. */
void prepare_tls(void)
{
    context = SSL_CTX_new(TLS_client_method());
    if (!context)
        fail("no TLS context");
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

static void shake_hands(struct client *client)
{
    client->tls = SSL_new(context);
    if (!client->tls || !SSL_set_fd(client->tls, client->fd) || SSL_connect(client->tls) != 1)
        fail("client %d: no TLS handshake", client->number);
}

static ssize_t read_tls(struct client *client, char *into, size_t most)
{
    int size = SSL_read(client->tls, into, (int)most);
    if (size > 0)
        return size;
    int error = SSL_get_error(client->tls, size);
    errno = error == SSL_ERROR_WANT_READ ? EAGAIN : ECONNRESET;
    return error == SSL_ERROR_ZERO_RETURN ? 0 : -1;
}

static ssize_t write_tls(struct client *client, const char *data, size_t size)
{
    int written = SSL_write(client->tls, data, (int)size);
    errno = ECONNRESET;
    return written;
}
#else
void prepare_tls(void) { fail("built without TLS"); }
static void shake_hands(struct client *client) { (void)client; prepare_tls(); }
static ssize_t read_tls(struct client *c, char *d, size_t n) { return recv(c->fd, d, n, 0); }
static ssize_t write_tls(struct client *c, const char *d, size_t n) { return send(c->fd, d, n, 0); }
#endif

void open_client(struct client *client)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)plan.port)};
    int one = 1;

    /* The whole of 127/8 is this machine: an address for 20,000 clients, so ports do not run out. */
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    client->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (client->fd < 0)
        fail("client %d: %s", client->number, strerror(errno));
    setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(client->fd, (struct sockaddr *)&address, sizeof address))
        fail("client %d cannot connect: %s", client->number, strerror(errno));
    if (plan.is_tls)
        shake_hands(client);
    fcntl(client->fd, F_SETFL, O_NONBLOCK);
}

void say(struct client *client, const char *data, size_t size)
{
    ssize_t written = client->tls ? write_tls(client, data, size)
                                  : send(client->fd, data, size, MSG_NOSIGNAL);
    if (written != (ssize_t)size)
        fail("the server does not read from client %d", client->number);
}

/* Say at once that it has arrived. Otherwise the system waits up to 40 ms for something to send
   along, and a server that lets Nagle's algorithm collect its small writes waits as well. */
static void acknowledge(struct client *client)
{
    int one = 1;
    setsockopt(client->fd, IPPROTO_TCP, TCP_QUICKACK, &one, sizeof one);
}

ssize_t hear(struct client *client, char *into, size_t most)
{
    ssize_t size = client->tls ? read_tls(client, into, most) : recv(client->fd, into, most, 0);
    if (size > 0) {
        if (plan.is_prompt)
            acknowledge(client);
        return size;
    }
    if (size < 0 && errno == EAGAIN)
        return 0;
    fail("the server closed client %d", client->number);
}
