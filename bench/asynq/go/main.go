// SPDX-License-Identifier: Apache-2.0

// Command asynqbench is the Go side of bench/asynq: it fills a queue, drains it with Go's asynq, measures how soon an idle
// worker picks a task up, and delays a connection. Every mode prints one line of key=value pairs.
package main

import (
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"log"
	"os"
	"sort"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/hibiken/asynq"
)

func main() {
	if len(os.Args) < 2 {
		log.Fatal("usage: asynqbench fill|drain|idle|delay [flags]")
	}
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	redis := flags.String("redis", "127.0.0.1:6379", "host:port")
	queue := flags.String("queue", "bench", "queue")
	count := flags.Int("count", 100000, "tasks")
	concurrency := flags.Int("concurrency", 10, "tasks at once")
	rate := flags.Int("rate", 10, "tasks per second")
	listen := flags.String("listen", "127.0.0.1:0", "where the delaying proxy listens")
	delay := flags.Duration("delay", time.Millisecond, "round trip that the proxy adds")
	if err := flags.Parse(os.Args[2:]); err != nil {
		log.Fatal(err)
	}
	switch os.Args[1] {
	case "fill":
		fill(*redis, *queue, *count)
	case "drain":
		drain(*redis, *queue, *count, *concurrency)
	case "idle":
		idle(*redis, *queue, *count, *rate)
	case "feed":
		feed(*redis, *queue, *count, *rate)
	case "delay":
		proxy(*listen, *redis, *delay)
	default:
		log.Fatalf("mode: %s (expected: fill, drain, idle, feed, delay)", os.Args[1])
	}
}

func client(redis string) *asynq.Client {
	return asynq.NewClient(asynq.RedisClientOpt{Addr: redis})
}

func server(redis, queue string, concurrency int) *asynq.Server {
	return asynq.NewServer(asynq.RedisClientOpt{Addr: redis}, asynq.Config{
		Concurrency: concurrency,
		Queues:      map[string]int{queue: 1},
		LogLevel:    asynq.FatalLevel,
	})
}

func fill(redis, queue string, count int) {
	c := client(redis)
	defer c.Close()
	var next atomic.Int64
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			for next.Add(1) <= int64(count) {
				if _, err := c.Enqueue(asynq.NewTask("noop", []byte(`{"data":1}`)), asynq.Queue(queue)); err != nil {
					log.Fatal(err)
				}
			}
		})
	}
	group.Wait()
	fmt.Printf("filled=%d\n", count)
}

func drain(redis, queue string, count, concurrency int) {
	var seen atomic.Int64
	done := make(chan struct{})
	s := server(redis, queue, concurrency)
	began, cpu := time.Now(), cpuSeconds()
	err := s.Start(asynq.HandlerFunc(func(context.Context, *asynq.Task) error {
		if seen.Add(1) == int64(count) {
			close(done)
		}
		return nil
	}))
	if err != nil {
		log.Fatal(err)
	}
	<-done
	took := time.Since(began)
	fmt.Printf("worker=go concurrency=%d tasks=%d seconds=%.3f per_second=%.0f cpu_seconds=%.2f\n",
		concurrency, count, took.Seconds(), float64(count)/took.Seconds(), cpuSeconds()-cpu)
	s.Shutdown()
}

func idle(redis, queue string, count, rate int) {
	latencies := make(chan time.Duration, count)
	s := server(redis, queue, 10)
	err := s.Start(asynq.HandlerFunc(func(_ context.Context, task *asynq.Task) error {
		sent := time.Unix(0, int64(binary.BigEndian.Uint64(task.Payload())))
		latencies <- time.Since(sent)
		return nil
	}))
	if err != nil {
		log.Fatal(err)
	}
	time.Sleep(2 * time.Second)
	cpu, began := cpuSeconds(), time.Now()
	feed(redis, queue, count, rate)
	all := make([]time.Duration, 0, count)
	for range count {
		all = append(all, <-latencies)
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	fmt.Printf("worker=go tasks=%d p50_ms=%.3f p99_ms=%.3f max_ms=%.3f cpu_percent=%.2f\n", count, ms(all[count/2]),
		ms(all[count*99/100]), ms(all[count-1]), 100*(cpuSeconds()-cpu)/time.Since(began).Seconds())
	s.Shutdown()
}

// feed enqueues tasks whose payload is the time at which they were sent.
func feed(redis, queue string, count, rate int) {
	c := client(redis)
	defer c.Close()
	tick := time.NewTicker(time.Second / time.Duration(rate))
	defer tick.Stop()
	for range count {
		<-tick.C
		payload := binary.BigEndian.AppendUint64(nil, uint64(time.Now().UnixNano()))
		if _, err := c.Enqueue(asynq.NewTask("idle", payload), asynq.Queue(queue)); err != nil {
			log.Fatal(err)
		}
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func cpuSeconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
}
