// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/hibiken/asynq"
)

// peer does what one line asks for, with asynq's own client, server, scheduler and inspector. The vocabulary is that of
// the recorded states: see src/test/resources/asynq/states/README.md.
type peer struct {
	opt       asynq.RedisClientOpt
	client    *asynq.Client
	inspector *asynq.Inspector
	server    *asynq.Server
	scheduler *asynq.Scheduler
	entry     string
	mu        sync.Mutex
	entered   map[string]bool
	ended     int
	open      chan struct{}
}

// steps reads lines from standard input and answers each with one line.
func steps(opt asynq.RedisClientOpt) error {
	p := &peer{opt: opt, client: asynq.NewClient(opt), inspector: asynq.NewInspector(opt)}
	defer p.client.Close()
	defer p.inspector.Close()
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		answer, err := p.step(strings.Fields(lines.Text()))
		if err != nil {
			answer = "error: " + err.Error()
		}
		fmt.Println(strings.ReplaceAll(answer, "\n", " | "))
	}
	return lines.Err()
}

func (p *peer) step(words []string) (string, error) {
	args := words[1:]
	switch words[0] {
	case "enqueue":
		return p.enqueue(args)
	case "start":
		return "ok", p.start(args)
	case "await":
		return "ok", p.until(func() bool { return p.entered[args[0]] })
	case "ended":
		n, _ := strconv.Atoi(args[0])
		return "ok", p.until(func() bool { return p.ended >= n })
	case "release":
		close(p.open)
		return "ok", nil
	case "stop":
		p.server.Shutdown()
		return "ok", nil
	case "schedule":
		return "ok", p.schedule(args)
	case "unschedule":
		p.scheduler.Shutdown()
		return "ok", nil
	default:
		return p.inspect(words[0], args)
	}
}

func (p *peer) until(done func() bool) error {
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		p.mu.Lock()
		ok := done()
		p.mu.Unlock()
		if ok {
			return nil
		}
	}
	return errors.New("does not happen")
}

func (p *peer) enqueue(args []string) (string, error) {
	id := args[0]
	kind, payload := "ok", "payload of "+id
	headers := map[string]string{}
	options := []asynq.Option{asynq.TaskID(id)}
	for _, arg := range args[1:] {
		name, value, _ := cut(arg)
		d, _ := time.ParseDuration(value)
		switch name {
		case "type":
			kind = value
		case "payload":
			payload = value
		case "header":
			headers["traceparent"] = value
		case "queue":
			options = append(options, asynq.Queue(value))
		case "retry":
			n, _ := strconv.Atoi(value)
			options = append(options, asynq.MaxRetry(n))
		case "retention":
			options = append(options, asynq.Retention(d))
		case "timeout":
			options = append(options, asynq.Timeout(d))
		case "deadline":
			options = append(options, asynq.Deadline(time.Now().Add(d)))
		case "in":
			options = append(options, asynq.ProcessIn(d))
		case "unique":
			options = append(options, asynq.Unique(d))
		case "group":
			options = append(options, asynq.Group(value))
		default:
			return "", fmt.Errorf("option: %s", arg)
		}
	}
	task := asynq.NewTaskWithHeaders(kind, []byte(payload), headers)
	info, err := p.client.Enqueue(task, options...)
	if err != nil {
		return "", err
	}
	return info.State.String(), nil
}

func (p *peer) start(args []string) error {
	p.entered, p.ended, p.open = map[string]bool{}, 0, make(chan struct{})
	config := asynq.Config{
		Concurrency:              2,
		Queues:                   map[string]int{"default": 3},
		LogLevel:                 asynq.FatalLevel,
		ShutdownTimeout:          time.Second,
		TaskCheckInterval:        50 * time.Millisecond,
		DelayedTaskCheckInterval: time.Second,
		JanitorInterval:          time.Second,
		RetryDelayFunc:           func(int, error, *asynq.Task) time.Duration { return time.Hour },
		IsFailure:                func(err error) bool { return err.Error() != "uncounted" },
	}
	for _, arg := range args {
		if arg == "aggregating" {
			config.GroupGracePeriod = time.Second
			config.GroupMaxSize = 2
			config.GroupAggregator = asynq.GroupAggregatorFunc(func(group string, tasks []*asynq.Task) *asynq.Task {
				return asynq.NewTask("joined", []byte(strconv.Itoa(len(tasks))), asynq.TaskID("joined-"+group))
			})
		}
	}
	p.server = asynq.NewServer(p.opt, config)
	return p.server.Start(asynq.HandlerFunc(p.handle))
}

func (p *peer) handle(ctx context.Context, t *asynq.Task) error {
	id, _ := asynq.GetTaskID(ctx)
	p.mu.Lock()
	p.entered[id] = true
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		p.ended++
		p.mu.Unlock()
	}()
	switch t.Type() {
	case "fail":
		return errors.New("boom")
	case "uncounted":
		return errors.New("uncounted")
	case "skip":
		return fmt.Errorf("never: %w", asynq.SkipRetry)
	case "revoke":
		return fmt.Errorf("revoked: %w", asynq.RevokeTask)
	case "result":
		_, err := t.ResultWriter().Write([]byte("the result"))
		return err
	case "hold":
		select {
		case <-p.open:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// schedule SPEC-WITH-UNDERSCORES TYPE ID starts a scheduler of one entry.
func (p *peer) schedule(args []string) error {
	p.scheduler = asynq.NewScheduler(p.opt, &asynq.SchedulerOpts{LogLevel: asynq.FatalLevel})
	task := asynq.NewTask(args[1], []byte("tick"))
	spec := strings.ReplaceAll(args[0], "_", " ")
	var err error
	if p.entry, err = p.scheduler.Register(spec, task, asynq.MaxRetry(3), asynq.TaskID(args[2])); err != nil {
		return err
	}
	return p.scheduler.Start()
}
