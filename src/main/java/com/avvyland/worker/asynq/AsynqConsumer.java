// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.avvyland.worker.asynq.group.Aggregator;
import com.avvyland.worker.asynq.group.GroupHandler;
import com.avvyland.worker.asynq.group.GroupLimits;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.server.Delivery;
import com.avvyland.worker.asynq.server.FailurePolicy;
import com.avvyland.worker.asynq.server.Intervals;
import com.avvyland.worker.asynq.server.RetryDelay;
import com.avvyland.worker.asynq.server.Server;
import com.avvyland.worker.asynq.server.ServerOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs each task as an exchange and settles the task by how the exchange ends.
 *
 * <p>The body is a read-only buffer over the bytes Redis sent. An exchange that completes settles its task as done, one
 * that fails as to be retried or archived. A dead letter channel that handles errors therefore makes failed tasks done.
 */
public final class AsynqConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private final AsynqEndpoint endpoint;
    private final InboundHeaders headers;
    private final TaskTypes types;
    private final RunningTasks running = new RunningTasks();
    private Observer observer = Observer.NONE;
    private @Nullable ExecutorService executor;
    private @Nullable Server server;
    private @Nullable Aggregator aggregator;

    public AsynqConsumer(AsynqEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.headers = new InboundHeaders(
                endpoint.getHeaderFilterStrategy(), endpoint.getConfiguration().getTraceContext());
        this.types = TaskTypes.parse(endpoint.getConfiguration().getTaskTypes());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        AsynqComponent component = endpoint.getComponent();
        Aggregator groups = aggregator(component, endpoint.getConfiguration());
        executor = endpoint.getCamelContext().getExecutorServiceManager().newCachedThreadPool(this, "asynq-task");
        Server started = new Server(
                component.redis(endpoint.getConfiguration()),
                options(endpoint.getConfiguration()),
                this::process,
                executor,
                component.getClock());
        server = started;
        AsynqHealthCheck.register(this, started);
        observer = component
                .measures(endpoint.getConfiguration())
                .consumer(
                        getRouteId(),
                        running::count,
                        endpoint.getConfiguration().getConcurrency(),
                        () -> started.trouble() == null);
        running.observer(observer);
        started.start();
        if (groups != null) {
            groups.start();
            aggregator = groups;
        }
    }

    private static @Nullable Aggregator aggregator(AsynqComponent component, AsynqConfiguration from) {
        GroupHandler handler = from.getAggregator();
        if (handler == null) {
            return null;
        }
        GroupLimits limits = new GroupLimits(
                Duration.ofMillis(from.getGroupGracePeriod()),
                Duration.ofMillis(from.getGroupMaxDelay()),
                from.getGroupMaxSize());
        var queues = Queues.parse(from.getQueues()).keySet();
        return new Aggregator(component.redis(from), queues, limits, handler, component.getClock());
    }

    private static ServerOptions options(AsynqConfiguration from) {
        Intervals intervals = new Intervals(
                Duration.ofMillis(from.getPollInterval()),
                Duration.ofMillis(from.getForwardInterval()),
                Duration.ofMillis(from.getHeartbeatInterval()),
                Duration.ofMillis(from.getRecoverInterval()),
                Duration.ofMillis(from.getRecoverGrace()),
                Duration.ofMillis(from.getJanitorInterval()),
                Duration.ofMillis(from.getLease()),
                Duration.ofMillis(from.getStopGrace()));
        RetryDelay delay = from.getRetryDelay() == null ? RetryDelay.ASYNQ : from.getRetryDelay();
        return new ServerOptions(
                Queues.parse(from.getQueues()),
                from.isStrictPriority(),
                from.getConcurrency(),
                from.isPush(),
                intervals,
                new FailurePolicy(
                        delay, from.getIsFailure() == null ? _ -> true : from.getIsFailure(), from.getCrashLimit()));
    }

    private void process(Delivery delivery) {
        if (!types.handle(delivery.task().getType())) {
            HandlerNotFoundException error =
                    new HandlerNotFoundException(delivery.task().getType());
            FailureLog.failed(delivery.task(), error);
            delivery.fail(error);
            return;
        }
        Exchange exchange = createExchange(false);
        fill(exchange, delivery);
        exchange.getExchangeExtension().addOnCompletion(new SettleOnCompletion(delivery));
        running.begin(delivery);
        getAsyncProcessor().process(exchange, _ -> {
            running.end(delivery, exchange.getException() != null);
            if (exchange.getException() != null) {
                FailureLog.failed(delivery.task(), exchange.getException());
            }
            releaseExchange(exchange, false);
        });
    }

    private void fill(Exchange exchange, Delivery delivery) {
        TaskMessage task = delivery.task();
        boolean array = endpoint.getConfiguration().isArrayBody();
        ByteBuffer body = array ? Payloads.array(task.getPayload()) : Payloads.readOnly(task.getPayload());
        Message message = exchange.getMessage();
        headers.of(task, body, exchange).forEach(message::setHeader);
        OwnHeaders.set(
                exchange,
                Map.of(
                        AsynqConstants.TASK_ID, task.getId(),
                        AsynqConstants.TASK_TYPE, task.getType(),
                        AsynqConstants.QUEUE, task.getQueue(),
                        AsynqConstants.RETRIED, task.getRetried(),
                        AsynqConstants.MAX_RETRY, task.getRetry(),
                        AsynqConstants.DEADLINE, delivery.deadline()));
        exchange.setProperty(ResultWriter.PROPERTY, delivery);
        message.setHeader(Exchange.MESSAGE_TIMESTAMP, delivery.start().toEpochMilli());
        message.setBody(body);
    }

    /** Return the tasks whose exchange is under way. */
    RunningTasks running() {
        return running;
    }

    @Override
    public AsynqEndpoint getEndpoint() {
        return endpoint;
    }

    @Override
    protected void doSuspend() throws Exception {
        if (server != null) {
            server.suspend();
        }
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        if (server != null) {
            server.resume();
        }
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    /** Return 0: every task is an exchange at once, and Camel counts those itself. */
    @Override
    public int getPendingExchangesSize() {
        return 0;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (server != null) {
            server.suspend();
            if (forced) {
                server.giveBack();
            }
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (aggregator != null) {
            aggregator.close();
            aggregator = null;
        }
        if (server != null) {
            server.close();
            server = null;
        }
        running.observer(Observer.NONE);
        observer.close();
        observer = Observer.NONE;
        if (executor != null) {
            endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(executor);
            executor = null;
        }
        super.doStop();
    }
}
