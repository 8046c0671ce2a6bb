/* Before anybody speaks: connect, register, join, and wait until what that caused is over. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "load.h"

static int poller, waiting;
static const char *wanted[2];

static bool is_word(const char *text, size_t size, const char *word)
{
    return word && size >= strlen(word) && !strncmp(text, word, strlen(word)) &&
           (size == strlen(word) || text[strlen(word)] == ' ');
}

/* Skip tags and source, and look at the command. */
static void notice(struct client *client, char *line, size_t size)
{
    char *end = line + size;
    for (int part = 0; part < 2 && line < end && (*line == '@' || *line == ':'); part++) {
        char *space = memchr(line, ' ', (size_t)(end - line));
        line = space ? space + 1 : end;
    }
    size = (size_t)(end - line);
    if (is_word(line, size, "PING")) {
        char answer[600];
        int length = snprintf(answer, sizeof answer, "PONG%.*s\r\n", (int)size - 4, line + 4);
        say(client, answer, (size_t)length);
    } else if (is_word(line, size, "JOIN")) {
        client->joins++;
    } else if (is_word(line, size, "PRIVMSG")) {
        fail("client %d hears more than was said: %.*s", client->number, (int)size, line);
    } else if (is_word(line, size, "ERROR") || (size > 3 && *line == '4' && line[3] == ' ' &&
                                                !is_word(line, size, "422"))) {
        fail("client %d was refused: %.*s", client->number, (int)size, line);
    } else if (!client->is_done && (is_word(line, size, wanted[0]) || is_word(line, size, wanted[1]))) {
        client->is_done = true;
        waiting--;
    }
}

static void hear_some(void)
{
    struct epoll_event events[512];
    int ready = epoll_wait(poller, events, 512, plan.patience * 1000);

    if (ready <= 0)
        fail("nothing came for %d s; %d clients wait for %s", plan.patience, waiting, wanted[0]);
    for (int index = 0; index < ready; index++) {
        struct client *client = events[index].data.ptr;
        size_t held = client->held_size;
        memcpy(buffer, client->held, held);
        ssize_t size = hear(client, buffer + held, READ_BYTES);
        if (size)
            each_line(client, held + (size_t)size, notice);
    }
}

static void open_and_watch(struct client *client)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
    open_client(client);
    epoll_ctl(poller, EPOLL_CTL_ADD, client->fd, &event);
}

static void introduce(struct client *client)
{
    char text[512];
    int number = client->number, length = 0;

    open_and_watch(client);
    client->is_done = false;
    waiting++;
    if (*plan.caps)
        length = snprintf(text, sizeof text, "CAP REQ :%s\r\n", plan.caps);
    length += snprintf(text + length, sizeof text - (size_t)length,
                       "NICK c%d\r\nUSER c%d 0 * :c%d\r\n%s", number, number, number,
                       *plan.caps ? "CAP END\r\n" : "");
    say(client, text, (size_t)length);
}

/* A client is in when it has read the whole welcome; then the next one may knock. */
double register_all(void)
{
    double start = now();
    int opened = 0, everybody = plan.clients + plan.idle;

    poller = epoll_create1(0);
    wanted[0] = "376";
    wanted[1] = "422";
    while (plan.is_text && opened < everybody)
        open_and_watch(&clients[opened++]);
    while (opened < everybody || waiting) {
        while (opened < everybody && waiting < plan.opening)
            introduce(&clients[opened++]);
        hear_some();
    }
    return now() - start;
}

static void stage(const char *format, const char *answer)
{
    char text[64];
    wanted[0] = answer;
    wanted[1] = NULL;
    waiting = plan.clients;
    for (int number = 0; number < plan.clients; number++) {
        clients[number].is_done = false;
        say(&clients[number], text, (size_t)snprintf(text, sizeof text, format, clients[number].room));
    }
    while (waiting)
        hear_some();
}

/* Who comes later is seen by all who are there, and by nobody twice: n (n + 1) / 2 lines a room. */
static void check_joins(void)
{
    for (int number = 0; number < plan.rooms; number++) {
        unsigned long seen = 0, size = (unsigned long)rooms[number].size;
        for (int index = 0; index < rooms[number].size; index++)
            seen += rooms[number].members[index]->joins;
        if (seen != size * (size + 1) / 2)
            fail("room %d of %lu saw %lu people enter", number, size, seen);
    }
}

/* Everybody enters at once; it is over when everybody has seen everybody who came later. */
double join_all(void)
{
    double start = now();
    if (plan.is_text) {
        settle();
        return now() - start;
    }
    stage("JOIN #b%d\r\n", "366");
    settle();
    double seconds = now() - start;
    check_joins();
    return seconds;
}

/* Wait until the server has no more to say to anybody; after the last message too.
 *
 * Bare text has no questions. There the client that connected last says a word: when it is
 * heard, the server knows all the others.
 */
void settle(void)
{
    if (!plan.is_text) {
        stage("PING quiet%d\r\n", "PONG");
        return;
    }
    struct client *last = &clients[plan.clients - 1];
    wanted[0] = "quiet";
    waiting = plan.clients - 1;
    for (int number = 0; number < plan.clients; number++)
        clients[number].is_done = &clients[number] == last;
    say(last, "quiet\n", 6);
    while (waiting)
        hear_some();
}
