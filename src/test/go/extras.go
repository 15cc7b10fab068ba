// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	redis8 "github.com/go-redis/redis/v8"
	"github.com/hibiken/asynq"
	"github.com/hibiken/asynq/x/metrics"
	"github.com/hibiken/asynq/x/rate"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// scrape prints what asynq's own collector shows to Prometheus.
func scrape(opt asynq.RedisClientOpt) error {
	inspector := asynq.NewInspector(opt)
	defer inspector.Close()
	registry := prometheus.NewPedanticRegistry()
	if err := registry.Register(metrics.NewQueueMetricsCollector(inspector)); err != nil {
		return err
	}
	answer := httptest.NewRecorder()
	promhttp.HandlerFor(registry, promhttp.HandlerOpts{}).ServeHTTP(answer, httptest.NewRequest("GET", "/metrics", nil))
	fmt.Print(answer.Body.String())
	return nil
}

// redis8Opt gives x/rate the client of the version that it was written for.
type redis8Opt struct{ address string }

func (opt redis8Opt) MakeRedisClient() interface{} {
	return redis8.NewClient(&redis8.Options{Addr: opt.address})
}

// semaphore QUEUE SCOPE TOKENS runs tasks until a signal: each asks for a token, prints its id with the answer, and gives
// the token back when its type is "release".
func semaphore(opt asynq.RedisClientOpt, args []string) error {
	tokens, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	sema := rate.NewSemaphore(redis8Opt{opt.Addr}, args[1], tokens)
	defer sema.Close()
	server := asynq.NewServer(opt, asynq.Config{
		Concurrency: 1,
		Queues:      map[string]int{args[0]: 1},
		LogLevel:    asynq.FatalLevel,
	})
	err = server.Start(asynq.HandlerFunc(func(ctx context.Context, t *asynq.Task) error {
		id, _ := asynq.GetTaskID(ctx)
		taken, err := sema.Acquire(ctx)
		fmt.Println(id, taken, err)
		if t.Type() == "release" {
			return sema.Release(ctx)
		}
		return nil
	}))
	if err != nil {
		return err
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	<-signals
	server.Shutdown()
	return nil
}
