/* The load generator: many clients on one thread, which prove all that they get.
 *
 * Usage: load PORT [name=value]...     see `values` below; prints one line of JSON per stage.
 *
 * It is written in C because a server that delivers ten million lines a second has to be
 * read by something faster. With `hold=1` it keeps its connections until standard input ends.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "load.h"

enum { MOST_SECONDS = 240 }; /* After which the system ends a measurement that hangs. */

struct plan plan = {.clients = 100, .rooms = 1, .senders = 10, .window = 64, .opening = 64,
                    .patience = 30, .seconds = 1, .caps = ""};
struct client *clients;
struct room *rooms;
char buffer[2 * READ_BYTES];

static bool is_holding, is_arriving_only;

void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

static void set(const char *name, const char *value)
{
    const struct { const char *name; int *place; } numbers[] = {
        {"clients", &plan.clients}, {"rooms", &plan.rooms},     {"senders", &plan.senders},
        {"window", &plan.window},   {"opening", &plan.opening}, {"server", &plan.server},
        {"idle", &plan.idle},       {"patience", &plan.patience},
    };
    const struct { const char *name; double *place; } amounts[] = {
        {"seconds", &plan.seconds}, /* 0: nobody speaks */
        {"rate", &plan.rate},
    };
    const struct { const char *name; bool *place; } switches[] = {
        {"text", &plan.is_text}, {"tls", &plan.is_tls}, {"prompt", &plan.is_prompt}, {"hold", &is_holding},
        {"arrive", &is_arriving_only}, /* nobody enters a channel */
    };
    for (size_t index = 0; index < sizeof numbers / sizeof *numbers; index++)
        if (!strcmp(name, numbers[index].name)) {
            *numbers[index].place = atoi(value);
            return;
        }
    for (size_t index = 0; index < sizeof amounts / sizeof *amounts; index++)
        if (!strcmp(name, amounts[index].name)) {
            *amounts[index].place = atof(value);
            return;
        }
    for (size_t index = 0; index < sizeof switches / sizeof *switches; index++)
        if (!strcmp(name, switches[index].name)) {
            *switches[index].place = atoi(value) != 0;
            return;
        }
    if (strcmp(name, "caps"))
        fail("no such value: %s", name);
    plan.caps = strdup(value);
}

static void read_plan(int count, char **arguments)
{
    if (count < 2)
        fail("usage: load PORT [name=value]...");
    plan.port = atoi(arguments[1]);
    for (int index = 2; index < count; index++) {
        char *equals = strchr(arguments[index], '=');
        if (!equals)
            fail("not name=value: %s", arguments[index]);
        *equals = 0;
        set(arguments[index], equals + 1);
    }
    if (plan.senders > plan.clients || plan.rooms < 1 || plan.clients / plan.rooms < 2)
        fail("there must be two clients in a room at least, and senders among them");
}

/* Client 7 of 100 rooms is in room 7, client 107 too: the first of each room are its senders. */
static void place_clients(void)
{
    clients = calloc((size_t)(plan.clients + plan.idle), sizeof *clients);
    rooms = calloc((size_t)plan.rooms, sizeof *rooms);
    for (int number = 0; number < plan.rooms; number++) {
        size_t most = (size_t)(plan.clients / plan.rooms + 1);
        rooms[number].members = calloc(most, sizeof(struct client *));
        if (!plan.is_text)
            snprintf(rooms[number].target, sizeof rooms[number].target, "PRIVMSG #b%d :", number);
    }
    for (int number = 0; number < plan.clients; number++) {
        struct room *room = &rooms[number % plan.rooms];
        clients[number] = (struct client){.number = number, .room = number % plan.rooms};
        room->members[room->size++] = &clients[number];
        room->senders += number < plan.senders;
    }
    for (int number = plan.clients; number < plan.clients + plan.idle; number++)
        clients[number] = (struct client){.number = number};
}

static void allow_many_files(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_max < (rlim_t)(plan.clients + plan.idle) + 32)
        fail("the system allows %lu open files", (unsigned long)limit.rlim_max);
}

int main(int count, char **arguments)
{
    alarm(MOST_SECONDS);
    read_plan(count, arguments);
    setvbuf(stdout, NULL, _IOLBF, 0);
    allow_many_files();
    place_clients();
    if (plan.is_tls)
        prepare_tls();
    double cpu = server_cpu(), seconds = register_all();
    printf("{\"registering\": %.6f, \"registering_cpu\": %.3f}\n", seconds, server_cpu() - cpu);
    if (!is_arriving_only) {
        cpu = server_cpu();
        seconds = join_all();
        printf("{\"joining\": %.6f, \"joining_cpu\": %.3f}\n", seconds, server_cpu() - cpu);
    }
    prepare_proof();
    if (plan.rate > 0) {
        pace();
    } else if (plan.seconds > 0) {
        talk(plan.seconds / 5, false); /* until everything is as warm as it gets */
        talk(plan.seconds, true);
    }
    if (!is_arriving_only)
        settle(); /* nothing may come after the last message but the answer to this */
    if (is_holding) {
        printf("{\"holding\": %d}\n", plan.clients);
        while (read(0, buffer, sizeof buffer) > 0)
            continue;
    }
    return 0;
}
