// getload: a bounded load of GETs over connections that stay open, one request on each at a time.
// gcc -O2 -o getload getload.c ; ./getload PORT PATH CONNECTIONS SECONDS [HEADER…]
// Every answer has to be as long as the first and begin with "HTTP/1.1 200". Prints one JSON object.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static char request[4096], buffer[1 << 20];
static struct { int fd; size_t got; } viewer[1024];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

// Asks once and reads the whole answer; returns its length, head and body.
static size_t ask_once(int fd, size_t *body) {
  size_t got = 0, want = 0;
  send(fd, request, strlen(request), MSG_NOSIGNAL);
  while (!want || got < want) {
    ssize_t n = recv(fd, buffer + got, sizeof buffer - 1 - got, 0);
    if (n <= 0) return 0;
    got += n;
    buffer[got] = 0;
    char *end = strstr(buffer, "\r\n\r\n"), *length = strcasestr(buffer, "\ncontent-length:");
    if (end && length && length < end) {
      *body = strtoul(length + 16, 0, 10);
      want = end + 4 - buffer + *body;
    }
  }
  return strncmp(buffer, "HTTP/1.1 200", 12) || got != want ? 0 : want;
}

int main(int count, char **word) {
  if (count < 5) return 2;
  int connections = atoi(word[3]);
  double seconds = atof(word[4]);
  if (connections < 1 || connections > 1024 || seconds > 60) return 2;
  int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: accord\r\n", word[2]);
  for (int i = 5; i < count; i++)
    length += snprintf(request + length, sizeof request - length, "%s\r\n", word[i]);
  length += snprintf(request + length, sizeof request - length, "\r\n");

  struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons(atoi(word[1]))};
  there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int loop = epoll_create1(0), one = 1;
  size_t answer = 0, body = 0;
  for (int i = 0; i < connections; i++) {
    int fd = viewer[i].fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(fd, (void *)&there, sizeof there)) return perror("connect"), 1;
    if (!i && !(answer = ask_once(fd, &body))) return fprintf(stderr, "no answer of 200\n"), 1;
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
    epoll_ctl(loop, EPOLL_CTL_ADD, fd, &event);
  }
  long done = 0, bad = 0;
  double begun = now(), end = begun + seconds;
  for (int i = 0; i < connections; i++) send(viewer[i].fd, request, length, MSG_NOSIGNAL);
  while (now() < end) {
    struct epoll_event ready[256];
    int n = epoll_wait(loop, ready, 256, 50);
    for (int j = 0; j < n; j++) {
      int i = ready[j].data.u32, fd = viewer[i].fd;
      ssize_t got = recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);
      if (got <= 0 || (!viewer[i].got && strncmp(buffer, "HTTP/1.1 200", got < 12 ? got : 12))) {
        bad++;
        epoll_ctl(loop, EPOLL_CTL_DEL, fd, 0);
        continue;
      }
      viewer[i].got += got;
      if (viewer[i].got < answer) continue;
      bad += viewer[i].got > answer;
      viewer[i].got = 0;
      done++;
      send(fd, request, length, MSG_NOSIGNAL);
    }
  }
  printf("{\"answers\": %ld, \"bad\": %ld, \"seconds\": %.3f, \"body_bytes\": %zu}\n", done, bad,
         now() - begun, body);
  return 0;
}
