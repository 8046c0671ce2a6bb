/* Open loop: messages leave at their time, whatever has come back; each delivery is timed.
 *
 * The clock of a message starts when it was due to be sent, so that a server that stalls is
 * not spared the messages that had to wait for it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>

#include "load.h"

static double *delays;
static size_t count, room_for;
static double began;

static double due_at(uint32_t sender, uint32_t number)
{
    return began + ((double)number * plan.senders + sender) / plan.rate;
}

static void time_line(struct client *client, char *line, size_t size)
{
    uint32_t sender = (uint32_t)strtoul(line + size - PAYLOAD, NULL, 10);
    prove_line(client, line, size);
    if (count == room_for)
        delays = realloc(delays, (room_for = room_for ? 2 * room_for : 1 << 16) * sizeof *delays);
    delays[count++] = now() - due_at(sender, client->due[sender / (uint32_t)plan.rooms] - 1);
}

static void hear_all(int poller)
{
    struct epoll_event events[256];
    int ready = epoll_wait(poller, events, 256, 0);
    for (int index = 0; index < ready; index++) {
        struct client *client = events[index].data.ptr;
        size_t held = client->held_size;
        for (size_t byte = 0; byte < held; byte++)
            buffer[byte] = client->held[byte];
        ssize_t size = hear(client, buffer + held, READ_BYTES);
        if (size)
            each_line(client, held + (size_t)size, time_line);
    }
}

static int compare(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

void pace(void)
{
    int poller = epoll_create1(0);
    for (int number = 0; number < plan.clients; number++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &clients[number]};
        epoll_ctl(poller, EPOLL_CTL_ADD, clients[number].fd, &event);
    }
    size_t messages = (size_t)(plan.rate * plan.seconds), due = 0;
    double cpu = server_cpu();
    began = now();
    /* It never sleeps: waking up would be measured as the server's delay. */
    for (size_t message = 0; message < messages; hear_all(poller)) {
        struct client *sender = &clients[message % (size_t)plan.senders];
        if (now() >= due_at((uint32_t)sender->number, sender->sent)) {
            due += (size_t)rooms[sender->room].size - 1;
            speak(sender, 1);
            message++;
        }
    }
    for (double last = now(); count < due; hear_all(poller))
        if (now() - last > plan.patience)
            fail("%zu deliveries are missing", due - count);
    qsort(delays, count, sizeof *delays, compare);
    printf("{\"p50\": %.7f, \"p99\": %.7f, \"worst\": %.7f, \"server_cpu\": %.3f, "
           "\"deliveries\": %zu}\n",
           delays[count / 2], delays[count * 99 / 100], delays[count - 1], server_cpu() - cpu, count);
}
