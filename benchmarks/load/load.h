/* What the parts of the load generator share: the plan, its clients, and the rooms they are in. */
#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { PAYLOAD = 63 };          /* Bytes of a message's text: "SSSSS NNNNNNNN xxx…". */
enum { READ_BYTES = 1 << 18 };  /* How much is read from a client at once. */

/* What the command line asks for. */
struct plan {
    int port, clients, rooms, senders, window;
    int idle;             /* How many more connections register and then do nothing. */
    int opening;          /* How many connections may be on their way in at the same time. */
    int patience;         /* Seconds without a byte after which a server is given up. */
    double seconds;       /* How long messages are sent. */
    double rate;          /* Messages a second, sent whatever comes back; 0 for windows. */
    pid_t server;         /* Whose processor time is read; 0 for nobody's. */
    const char *caps;     /* Capabilities every client asks for, "" for none. */
    bool is_text;         /* Bare lines of text to a server with one room. */
    bool is_tls;
    bool is_prompt;       /* Acknowledge what arrives at once, as no system does by itself. */
};

/* One connection. */
struct client {
    int number, room, fd;
    void *tls;            /* Its SSL object, NULL without TLS. */
    char *held;           /* The beginning of a line whose end has not come yet. */
    size_t held_size;
    uint32_t sent;        /* How many messages it has sent. */
    uint32_t *due;        /* For each sender of its room: the number that must come next. */
    size_t heard;         /* A follower's place in its room's record. */
    uint64_t lines;       /* How many messages it has heard. */
    unsigned joins;       /* How many JOINs it has seen. */
    bool is_done;         /* Whether the stage in progress is over for it. */
};

/* Everybody in one channel, and what its witness has heard and proven there. */
struct room {
    struct client **members;
    int size, senders;
    char target[32];      /* What stands before each text: "PRIVMSG #b7 :". */
    char *record;         /* A ring of the last `record_size` proven bytes. */
    size_t record_size, proven;
    size_t slowest;       /* Up to where all followers had been compared when last looked. */
    uint64_t unread;      /* Messages since all its members were read. */
};

extern struct plan plan;
extern struct client *clients;
extern struct room *rooms;
extern char buffer[];     /* READ_BYTES, and room for a line that was held back. */

/* main.c: end with a sentence on standard error. */
void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* clock.c: seconds on the wall's monotonic clock, and of processor time. */
double now(void);
double own_cpu(void);
double server_cpu(void);

/* wire.c: bytes in and out, plain or under TLS. */
void open_client(struct client *client);
void say(struct client *client, const char *data, size_t size);
ssize_t hear(struct client *client, char *into, size_t most); /* 0: nothing there by now */
void prepare_tls(void);

/* lines.c: what was received, cut into lines. */
typedef void on_line(struct client *client, char *line, size_t size);
size_t each_line(struct client *client, size_t size, on_line *act);

/* proof.c: every message once, in order, and nobody's own. */
void prepare_proof(void);
void prove_line(struct client *client, char *line, size_t size);
bool listen_to(struct client *client);   /* read and prove a client's lines by themselves */
void follow(struct client *client);      /* compare what it gets with what its room's witness got */
bool is_follower(const struct client *client);

/* arriving.c: the stages before anybody speaks. Each returns the seconds it took. */
double register_all(void);
double join_all(void);
void settle(void);

/* talking.c and pacing.c: the two ways of speaking; both print what they measured. */
void talk(double seconds, bool is_measured);
void pace(void);
void speak(struct client *sender, int count);

#endif
