/* Closed loop: every sender keeps a window of messages in flight.
 *
 * A window is refilled by what the witness of the room hears, or for a witness that sends, by
 * the one before it. Only those are polled; all others let some bytes gather first, as a
 * client on a busy computer does, and are proven then. That keeps this program light.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "load.h"

enum { SWEEP_LINES = 150 };       /* How many a room has heard when its others are read. */
static int poller;
static uint64_t said;

void speak(struct client *sender, int count)
{
    static char batch[1 << 16];
    size_t length = 0;
    while (count > 0) {
        for (length = 0; count > 0 && length < sizeof batch - 256; count--) {
            char *line = batch + length;
            length += (size_t)sprintf(line, "%s%05d %08u ", rooms[sender->room].target,
                                      sender->number, sender->sent++);
            size_t filling = PAYLOAD - 15;
            memset(batch + length, 'x', filling);
            length += filling;
            length += (size_t)sprintf(batch + length, "%s", plan.is_text ? "\n" : "\r\n");
            said += (uint64_t)rooms[sender->room].size - 1;
        }
        say(sender, batch, length);
    }
}

/* Who refills the windows of a room: its witness, and for a witness that sends, one more. */
static struct client *crediting(struct room *room, int back)
{
    return room->members[room->size - 1 - back];
}

static bool is_crediting(struct room *room, const struct client *client)
{
    struct client *witness = crediting(room, 0);
    return client == witness || (witness->number < plan.senders && client == crediting(room, 1));
}

static void prepare(void)
{
    poller = epoll_create1(0);
    for (int number = 0; number < plan.clients; number++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &clients[number]};
        if (is_crediting(&rooms[clients[number].room], &clients[number]))
            epoll_ctl(poller, EPOLL_CTL_ADD, clients[number].fd, &event);
    }
}

/* Send what has become free in the windows: all that the witness has heard of each sender. */
static void refill(struct room *room, struct client *witness)
{
    for (int index = 0; index < room->senders; index++) {
        struct client *sender = room->members[index];
        struct client *hears = sender == crediting(room, 0) ? crediting(room, 1) : crediting(room, 0);
        if (hears == witness) {
            int free = plan.window - (int)(sender->sent - witness->due[index]);
            if (free > 0)
                speak(sender, free);
        }
    }
}

/* Read all whom nobody waits for. */
static void sweep(struct room *room)
{
    room->unread = 0;
    for (int index = 0; index < room->size; index++) {
        struct client *client = room->members[index];
        if (is_follower(client))
            follow(client);
        else if (!is_crediting(room, client))
            while (listen_to(client))
                continue;
    }
}

static uint64_t heard_by_all(void)
{
    uint64_t heard = 0;
    for (int number = 0; number < plan.clients; number++)
        heard += clients[number].lines;
    return heard;
}

static void turn(bool is_sending)
{
    struct epoll_event events[256];
    int ready = epoll_wait(poller, events, 256, is_sending ? plan.patience * 1000 : 1);

    if (!ready && is_sending)
        fail("nothing came for %d s", plan.patience);
    for (int index = 0; index < ready; index++) {
        struct client *client = events[index].data.ptr;
        struct room *room = &rooms[client->room];
        uint64_t before = client->lines;
        while (listen_to(client))
            continue;
        room->unread += client->lines - before;
        if (is_sending)
            refill(room, client);
        /* A witness that hears nothing while there is something has a full record before it. */
        if (room->unread >= SWEEP_LINES || client->lines == before)
            sweep(room);
    }
}

/* Wait until everybody has heard everything, whoever is slowest. */
static void finish(void)
{
    double last = now();
    uint64_t heard = 0;
    for (;;) {
        for (int number = 0; number < plan.rooms; number++)
            sweep(&rooms[number]);
        uint64_t by_now = heard_by_all();
        if (by_now == said)
            return;
        if (by_now != heard)
            last = now();
        if (now() - last > plan.patience)
            fail("%llu deliveries are missing", (unsigned long long)(said - by_now));
        heard = by_now;
        turn(false);
    }
}

void talk(double seconds, bool is_measured)
{
    if (!poller)
        prepare();
    uint64_t before = said;
    double cpu = server_cpu(), own = own_cpu(), start = now();
    for (int number = 0; number < plan.senders; number++)
        speak(&clients[number], plan.window);
    while (now() - start < seconds)
        turn(true);
    finish();
    double took = now() - start;
    if (is_measured)
        printf("{\"deliveries\": %llu, \"seconds\": %.6f, \"server_cpu\": %.3f, "
               "\"generator_cpu\": %.6f}\n",
               (unsigned long long)(said - before), took, server_cpu() - cpu, own_cpu() - own);
}
