/* The limit: the least that a server on one thread can do and still deliver everything.
 *
 * It knows NICK, USER, JOIN #bN, PRIVMSG #bN and PING, checks nothing, and writes once per client
 * and pass over the ready sockets, as tertulia does. No server of the same shape can be
 * much faster on the same machine; nobody would use it for anything else.
 * Usage: limit; it takes a free port of 127.0.0.1 and says which.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS = 20000, ROOMS = 20000, READ_BYTES = 65536 };

struct bytes { char *data; size_t size, space; };
struct piece { int speaker; size_t start, end; };

struct client {
    char nick[32];
    int room;              /* -1 before JOIN */
    size_t from;           /* where its hearing of this pass begins */
    bool spoke, is_waiting, has_answers;
    struct bytes rest;     /* a line without its end */
    struct bytes answers;  /* what it alone gets, after what its room gets */
    struct bytes backlog;  /* what its socket did not take */
};

struct room {
    int *members, count;
    struct bytes text;     /* all that was said in this pass */
    struct piece *pieces;
    int piece_count, piece_space;
};

static struct client *clients[CLIENTS];
static struct room rooms[ROOMS];
static int active[ROOMS], active_count, answered[CLIENTS], answered_count, poller;

static void add(struct bytes *to, const char *data, size_t size)
{
    if (to->size + size > to->space)
        to->data = realloc(to->data, to->space = 2 * (to->size + size));
    memcpy(to->data + to->size, data, size);
    to->size += size;
}

static void await(int fd, unsigned events)
{
    struct epoll_event event = {.events = events, .data.fd = fd};
    epoll_ctl(poller, EPOLL_CTL_MOD, fd, &event);
}

static void write_to(int fd, const char *data, size_t size)
{
    struct client *client = clients[fd];
    ssize_t written = client->backlog.size ? 0 : send(fd, data, size, MSG_NOSIGNAL);
    if (written < 0)
        written = 0;
    if ((size_t)written == size)
        return;
    add(&client->backlog, data + written, size - (size_t)written);
    if (!client->is_waiting)
        await(fd, EPOLLIN | EPOLLOUT);
    client->is_waiting = true;
}

static void write_backlog(int fd)
{
    struct bytes *backlog = &clients[fd]->backlog;
    ssize_t written = send(fd, backlog->data, backlog->size, MSG_NOSIGNAL);
    if (written <= 0)
        return;
    backlog->size -= (size_t)written;
    memmove(backlog->data, backlog->data + written, backlog->size);
    if (!backlog->size) {
        await(fd, EPOLLIN);
        clients[fd]->is_waiting = false;
    }
}

/* Say a line in a room; its speaker, if it has one, does not hear it. */
static void say(int number, int speaker, const char *line, size_t size)
{
    struct room *room = &rooms[number];
    if (!room->text.size)
        active[active_count++] = number;
    if (room->piece_count == room->piece_space)
        room->pieces = realloc(room->pieces, (size_t)(room->piece_space = 2 * room->piece_space + 64)
                                                 * sizeof *room->pieces);
    room->pieces[room->piece_count++] =
        (struct piece){speaker, room->text.size, room->text.size + size};
    add(&room->text, line, size);
    if (speaker >= 0)
        clients[speaker]->spoke = true;
}

static void answer(int fd, const char *line, size_t size)
{
    if (!clients[fd]->has_answers)
        answered[answered_count++] = fd;
    clients[fd]->has_answers = true;
    add(&clients[fd]->answers, line, size);
}

static void enter(int fd, int number)
{
    struct room *room = &rooms[number];
    char line[200];
    room->members = realloc(room->members, (size_t)(room->count + 1) * sizeof(int));
    room->members[room->count++] = fd;
    clients[fd]->room = number;
    clients[fd]->from = room->text.size;
    say(number, -1, line, (size_t)sprintf(line, ":%s!u@localhost JOIN #b%d\r\n", clients[fd]->nick,
                                          number));
    answer(fd, line, (size_t)sprintf(line, ":limit 366 %s #b%d :End\r\n", clients[fd]->nick, number));
}

/* A line with its end; what is read of it as a string ends at its newline. */
static void obey(int fd, const char *line, size_t size)
{
    char text[1024];
    struct client *client = clients[fd];
    if (!strncmp(line, "PRIVMSG ", 8) && size < 700) {
        size_t head = (size_t)sprintf(text, ":%s!u@localhost ", client->nick);
        memcpy(text + head, line, size);
        say(client->room, fd, text, head + size);
    } else if (!strncmp(line, "NICK ", 5)) {
        sscanf(line + 5, "%31s", client->nick);
    } else if (!strncmp(line, "USER ", 5)) {
        answer(fd, text, (size_t)sprintf(text, ":limit 001 %s :Hi\r\n:limit 422 %s :No\r\n",
                                         client->nick, client->nick));
    } else if (!strncmp(line, "JOIN #b", 7)) {
        enter(fd, atoi(line + 7) % ROOMS);
    } else if (!strncmp(line, "PING ", 5) && size < 700) {
        answer(fd, text, (size_t)sprintf(text, ":limit PONG limit %.*s", (int)size - 5, line + 5));
    }
}

static void forget(int fd)
{
    struct client *client = clients[fd];
    struct room *room = client->room < 0 ? NULL : &rooms[client->room];
    for (int index = 0; room && index < room->count; index++)
        if (room->members[index] == fd)
            room->members[index] = room->members[--room->count];
    free(client->rest.data);
    free(client->answers.data);
    free(client->backlog.data);
    free(client);
    clients[fd] = NULL;
    close(fd);
}

static void read_from(int fd)
{
    static char data[READ_BYTES + 1];
    struct bytes *rest = &clients[fd]->rest;
    ssize_t size = recv(fd, data, READ_BYTES, 0);
    if (size <= 0) {
        if (!size || errno != EAGAIN)
            forget(fd);
        return;
    }
    add(rest, data, (size_t)size);
    char *start = rest->data, *end = rest->data + rest->size, *newline;
    while ((newline = memchr(start, '\n', (size_t)(end - start)))) {
        obey(fd, start, (size_t)(newline + 1 - start));
        start = newline + 1;
    }
    rest->size = (size_t)(end - start);
    memmove(rest->data, start, rest->size);
}

/* What one who spoke in this pass hears: all but its own. */
static void write_without_own(int fd, struct room *room)
{
    static struct bytes text;
    text.size = 0;
    for (int index = 0; index < room->piece_count; index++) {
        struct piece *piece = &room->pieces[index];
        if (piece->speaker != fd && piece->start >= clients[fd]->from)
            add(&text, room->text.data + piece->start, piece->end - piece->start);
    }
    if (text.size)
        write_to(fd, text.data, text.size);
    clients[fd]->spoke = false;
}

static void flush(void)
{
    for (int number = 0; number < active_count; number++) {
        struct room *room = &rooms[active[number]];
        for (int index = 0; index < room->count; index++) {
            int fd = room->members[index];
            size_t from = clients[fd]->from;
            if (clients[fd]->spoke)
                write_without_own(fd, room);
            else
                write_to(fd, room->text.data + from, room->text.size - from);
            clients[fd]->from = 0;
        }
        room->text.size = 0;
        room->piece_count = 0;
    }
    for (int index = 0; index < answered_count; index++) {
        struct client *client = clients[answered[index]];
        if (client) {
            write_to(answered[index], client->answers.data, client->answers.size);
            client->answers.size = 0;
            client->has_answers = false;
        }
    }
    active_count = answered_count = 0;
}

static void accept_all(int listener)
{
    int fd, one = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
        if (fd >= CLIENTS) {
            close(fd);
            return;
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        clients[fd] = calloc(1, sizeof **clients);
        clients[fd]->room = -1;
        epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
    }
}

static int listen_somewhere(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 4096) ||
        getsockname(listener, (struct sockaddr *)&address, &size)) {
        perror("limit");
        exit(1);
    }
    printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

int main(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    poller = epoll_create1(0);
    int listener = listen_somewhere();
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        struct epoll_event events[1024];
        int ready = epoll_wait(poller, events, 1024, -1);
        for (int index = 0; index < ready; index++) {
            int fd = events[index].data.fd;
            if (fd == listener) {
                accept_all(listener);
                continue;
            }
            if (events[index].events & EPOLLOUT)
                write_backlog(fd);
            if (events[index].events & ~(unsigned)EPOLLOUT)
                read_from(fd);
        }
        flush();
    }
}
