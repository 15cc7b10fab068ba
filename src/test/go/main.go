// SPDX-License-Identifier: Apache-2.0

// Command asynqpeer is the other side of the interoperability tests: asynq's own client, server and inspector,
// driven by arguments, answering in JSON.
package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/hibiken/asynq"
)

func main() {
	if len(os.Args) < 3 {
		fail(errors.New("usage: asynqpeer HOST:PORT enqueue|work|task|queue|servers|steps ..."))
	}
	opt := asynq.RedisClientOpt{Addr: os.Args[1]}
	args := os.Args[3:]
	var err error
	switch os.Args[2] {
	case "enqueue":
		err = enqueue(opt, args)
	case "work":
		err = work(opt, args)
	case "task":
		err = task(opt, args)
	case "queue":
		err = queue(opt, args)
	case "servers":
		err = servers(opt)
	case "steps":
		err = steps(opt)
	case "schedulers":
		err = schedulers(opt)
	case "history":
		err = history(opt, args)
	case "metrics":
		err = scrape(opt)
	case "semaphore":
		err = semaphore(opt, args)
	case "cron":
		err = nextTicks(args)
	default:
		err = fmt.Errorf("command: %s", os.Args[2])
	}
	if err != nil {
		fail(err)
	}
}

// enqueue QUEUE COUNT PREFIX [OPTION=VALUE ...] stores tasks PREFIX0, PREFIX1, ...
func enqueue(opt asynq.RedisClientOpt, args []string) error {
	client := asynq.NewClient(opt)
	defer client.Close()
	count, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	options := []asynq.Option{asynq.Queue(args[0])}
	kind, payload := "test", []byte(nil)
	for _, arg := range args[3:] {
		name, value, _ := cut(arg)
		switch name {
		case "type":
			kind = value
		case "payload":
			if payload, err = os.ReadFile(value); err != nil {
				return err
			}
		case "retry":
			n, _ := strconv.Atoi(value)
			options = append(options, asynq.MaxRetry(n))
		case "retention":
			d, _ := time.ParseDuration(value)
			options = append(options, asynq.Retention(d))
		case "in":
			d, _ := time.ParseDuration(value)
			options = append(options, asynq.ProcessIn(d))
		case "unique":
			d, _ := time.ParseDuration(value)
			options = append(options, asynq.Unique(d))
		case "group":
			options = append(options, asynq.Group(value))
		default:
			return fmt.Errorf("option: %s", arg)
		}
	}
	for i := 0; i < count; i++ {
		id := args[2] + strconv.Itoa(i)
		bytes := payload
		if bytes == nil {
			bytes = []byte("payload of " + id)
		}
		t := asynq.NewTaskWithHeaders(kind, bytes, map[string]string{"traceparent": "00-go"})
		if _, err := client.Enqueue(t, append(options, asynq.TaskID(id))...); err != nil {
			return err
		}
	}
	return nil
}

// work QUEUE CONCURRENCY runs tasks until a signal and prints each id with the outcome its type asks for.
func work(opt asynq.RedisClientOpt, args []string) error {
	concurrency, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	server := asynq.NewServer(opt, asynq.Config{
		Concurrency:     concurrency,
		Queues:          map[string]int{args[0]: 1},
		LogLevel:        asynq.FatalLevel,
		ShutdownTimeout: 2 * time.Second,
		RetryDelayFunc:  func(int, error, *asynq.Task) time.Duration { return time.Hour },
	})
	out := make(chan string, 1024)
	done := make(chan struct{})
	go func() {
		for line := range out {
			fmt.Println(line)
		}
		close(done)
	}()
	var active atomic.Int64
	handler := asynq.HandlerFunc(func(ctx context.Context, t *asynq.Task) error {
		active.Add(1)
		defer active.Add(-1)
		id, _ := asynq.GetTaskID(ctx)
		out <- id + " " + t.Headers()["traceparent"] + " " + string(t.Payload())
		switch t.Type() {
		case "fail":
			return errors.New("boom")
		case "skip":
			return fmt.Errorf("never: %w", asynq.SkipRetry)
		case "result":
			_, err := t.ResultWriter().Write([]byte("from go"))
			return err
		}
		return nil
	})
	if err := server.Start(handler); err != nil {
		return err
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	<-signals
	server.Shutdown()
	close(out)
	<-done
	return nil
}

// task QUEUE ID prints what the inspector says of a task.
func task(opt asynq.RedisClientOpt, args []string) error {
	inspector := asynq.NewInspector(opt)
	defer inspector.Close()
	info, err := inspector.GetTaskInfo(args[0], args[1])
	if err != nil {
		return err
	}
	return print(map[string]any{
		"id": info.ID, "type": info.Type, "state": info.State.String(), "retried": info.Retried,
		"maxRetry": info.MaxRetry, "lastErr": info.LastErr, "result": string(info.Result), "resultHex": hex.EncodeToString(info.Result),
		"payload": string(info.Payload), "retention": info.Retention.String(), "group": info.Group,
		"timeout": info.Timeout.String(), "headers": info.Headers, "orphaned": info.IsOrphaned,
		"completed": !info.CompletedAt.IsZero(), "next": info.NextProcessAt.Unix(),
	})
}

// queue QUEUE prints the inspector's counts.
func queue(opt asynq.RedisClientOpt, args []string) error {
	inspector := asynq.NewInspector(opt)
	defer inspector.Close()
	info, err := inspector.GetQueueInfo(args[0])
	if err != nil {
		return err
	}
	return print(info)
}

// servers prints every server with its running tasks.
func servers(opt asynq.RedisClientOpt) error {
	inspector := asynq.NewInspector(opt)
	defer inspector.Close()
	infos, err := inspector.Servers()
	if err != nil {
		return err
	}
	return print(infos)
}

func cut(arg string) (string, string, bool) {
	for i := range arg {
		if arg[i] == '=' {
			return arg[:i], arg[i+1:], true
		}
	}
	return arg, "", false
}

func print(value any) error {
	return json.NewEncoder(os.Stdout).Encode(value)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
