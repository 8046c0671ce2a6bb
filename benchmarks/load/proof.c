/* The proof: every receiver gets every message of its room once, in order, and never its own.
 *
 * One client of each room, the witness, has its lines read one by one: who wrote it, is it the
 * number that is due, is the text whole. What it got goes into the room's record. A client
 * that sends nothing must get the same bytes as the witness, so comparing them is enough, which
 * costs a tenth; a client that sends hears all but its own, and is read line by line as well.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load.h"

enum { RECORD_BYTES = 1 << 26 }; /* Of all rooms together: how far followers may be behind. */

static char filling[PAYLOAD];

static struct client *witness_of(struct room *room) { return room->members[room->size - 1]; }

static bool is_sender(const struct client *client) { return client->number < plan.senders; }

/* Where even the witness sends, its record lacks its own lines and nobody can follow it. Servers
   of bare text with a thread per client give every receiver its own order of the senders. */
bool is_follower(const struct client *client)
{
    struct room *room = &rooms[client->room];
    return !plan.is_text && !is_sender(client) && !is_sender(witness_of(room)) && client != witness_of(room);
}

void prepare_proof(void)
{
    memset(filling, 'x', sizeof filling);
    for (int number = 0; number < plan.rooms; number++) {
        struct room *room = &rooms[number];
        room->record_size = RECORD_BYTES / plan.rooms;
        if (room->record_size < 8 * READ_BYTES && plan.rooms < plan.clients)
            room->record_size = 8 * READ_BYTES;
        room->record = malloc(room->record_size);
        for (int index = 0; index < room->size; index++)
            room->members[index]->due = calloc((size_t)room->senders, sizeof(uint32_t));
    }
}

static unsigned digits(const char *text, int count)
{
    unsigned value = 0;
    while (count--) {
        unsigned digit = (unsigned)(*text++ - '0');
        if (digit > 9)
            return UINT32_MAX;
        value = value * 10 + digit;
    }
    return value;
}

void prove_line(struct client *client, char *line, size_t size)
{
    struct room *room = &rooms[client->room];
    size_t target = strlen(room->target);
    const char *text = line + size - PAYLOAD;

    if (size < PAYLOAD + target || memcmp(text - target, room->target, target))
        fail("client %d: not a message: %.*s", client->number, (int)size, line);
    unsigned sender = digits(text, 5), number = digits(text + 6, 8);
    if (sender >= (unsigned)plan.senders || (int)sender % plan.rooms != client->room)
        fail("client %d: not to be heard here: %.*s", client->number, (int)size, line);
    if ((int)sender == client->number)
        fail("client %d hears its own: %.*s", client->number, (int)size, line);
    uint32_t *due = &client->due[sender / (unsigned)plan.rooms];
    if (number != *due)
        fail("client %d: message %u of %u came where %u was due", client->number, number, sender,
             *due);
    if (memcmp(text + 15, filling, PAYLOAD - 15))
        fail("client %d: damaged: %.*s", client->number, (int)size, line);
    ++*due;
    client->lines++;
}

static void write_record(struct room *room, const char *data, size_t size)
{
    size_t place = room->proven % room->record_size, until_end = room->record_size - place;
    size_t first = size < until_end ? size : until_end;
    memcpy(room->record + place, data, first);
    memcpy(room->record, data + first, size - first);
    room->proven += size;
}

static bool is_recorded(const struct room *room, size_t from, const char *data, size_t size)
{
    size_t place = from % room->record_size, until_end = room->record_size - place;
    size_t first = size < until_end ? size : until_end;
    return !memcmp(room->record + place, data, first) &&
           !memcmp(room->record, data + first, size - first);
}

/* Whether so many bytes more would overwrite what a follower has not been compared with yet. */
static bool is_record_full(struct room *room)
{
    if (room->proven + READ_BYTES - room->slowest <= room->record_size)
        return false;
    size_t slowest = room->proven;
    for (int index = 0; index < room->size; index++)
        if (is_follower(room->members[index]) && room->members[index]->heard < slowest)
            slowest = room->members[index]->heard;
    room->slowest = slowest;
    return room->proven + READ_BYTES - slowest > room->record_size;
}

/* Read once. Return whether there may be more. */
bool listen_to(struct client *client)
{
    struct room *room = &rooms[client->room];
    bool is_witness = client == witness_of(room);
    size_t held = client->held_size;

    if (is_witness && is_record_full(room))
        return false;
    memcpy(buffer, client->held, held);
    ssize_t size = hear(client, buffer + held, READ_BYTES);
    if (!size)
        return false;
    if (is_witness && !is_sender(client))
        write_record(room, buffer + held, (size_t)size);
    each_line(client, held + (size_t)size, prove_line);
    return size == READ_BYTES;
}

void follow(struct client *client)
{
    struct room *room = &rooms[client->room];
    while (client->heard < room->proven) {
        size_t most = room->proven - client->heard;
        ssize_t size = hear(client, buffer, most < READ_BYTES ? most : READ_BYTES);
        if (!size)
            return;
        if (!is_recorded(room, client->heard, buffer, (size_t)size))
            fail("client %d did not get what client %d got, near: %.*s", client->number,
                 witness_of(room)->number, size < 200 ? (int)size : 200, buffer);
        client->heard += (size_t)size;
    }
    client->lines = witness_of(room)->lines;
}
