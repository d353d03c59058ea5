package io.eventfork.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.aws2.sqs.Sqs2Configuration;
import org.apache.camel.component.aws2.sqs.Sqs2Consumer;
import org.apache.camel.support.SynchronizationAdapter;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Reads a queue into a route, and leases what it reads.
 *
 * <p>{@code concurrentConsumers} pollers of its own (Camel's scheduler is not used: it cannot stop
 * without waiting for a long poll) process what they receive one after the other. Suspending and
 * stopping let a poller finish the message it is at, and whatever a poll brings after that is given
 * back at once. The end of the application waits for the polls under way, the removal of a route
 * does not. What other threads and batches still carry then is kept by {@link Delivery} until it is
 * done.
 */
final class LeasingConsumer extends Sqs2Consumer implements Attempt {

    /** A stop waits for the polls under way: much longer, and it would take too long. */
    private static final Duration LONG_POLL = Duration.ofSeconds(5);

    private final Delivery delivery;
    private final MessageHeaders headers = new MessageHeaders();

    /** Null while no traces are made. */
    private final DeliveryTraces traces;

    private ExecutorService pollers;
    private List<Poller> receiving = List.of();
    private volatile ConsumerLine line;

    LeasingConsumer(LeasingEndpoint endpoint, Processor processor, Delivery delivery) {
        super(endpoint, processor);
        this.delivery = delivery;
        this.traces = delivery.traces().orElse(null);
    }

    @Override
    protected void doStart() throws Exception {
        delivery.refuseUnsafe(getRouteId());
        // The endpoint has its own idea of this, and sets it after the constructor.
        setStartScheduler(false);
        super.doStart();
        Sqs2Configuration asked = getConfiguration();
        ConsumerLine started =
                new ConsumerLine(
                        delivery,
                        this,
                        getRouteId(),
                        asked.getQueueName(),
                        asked.getVisibilityTimeout(),
                        longPoll(asked),
                        ((LeasingEndpoint) getEndpoint()).settings(delivery.settings()));
        line = started;
        delivery.opened(started);
        int threads = Math.max(1, asked.getConcurrentConsumers());
        pollers =
                getEndpoint()
                        .getCamelContext()
                        .getExecutorServiceManager()
                        .newFixedThreadPool(this, "sqs-" + asked.getQueueName(), threads);
        List<Poller> receivers = new ArrayList<>(threads);
        for (int i = 0; i < threads; i++) {
            Poller poller = new Poller(started, this);
            receivers.add(poller);
            pollers.execute(poller);
        }
        receiving = receivers;
    }

    /** Zero would make an idle consumer ask without pause. */
    private static Duration longPoll(Sqs2Configuration asked) {
        Integer seconds = asked.getWaitTimeSeconds();
        return seconds == null || seconds < 1 ? LONG_POLL : Duration.ofSeconds(seconds);
    }

    @Override
    protected void doStop() throws Exception {
        if (getEndpoint().getCamelContext().isStopping()) {
            for (Poller poller : receiving) {
                poller.awaitReceive(longPoll(getConfiguration()));
            }
        }
        ConsumerLine stopped = line;
        if (stopped != null) {
            stopped.retire();
            if (!getEndpoint().getCamelContext().getShutdownStrategy().isTimeoutOccurred()) {
                stopped.awaitRetries();
            }
        }
        if (pollers != null) {
            pollers.shutdown();
            pollers = null;
        }
        super.doStop();
    }

    String url() {
        return ((LeasingEndpoint) getEndpoint()).getQueueUrl();
    }

    /** Whether a poller of that line may take another message. */
    boolean mayReceive(ConsumerLine asking) {
        return line == asking
                && isRunAllowed()
                && !isSuspendingOrSuspended()
                && isStarted()
                && getEndpoint().getCamelContext().getStatus().isStarted();
    }

    /** Whether a poller of that line has to end. */
    boolean hasEnded(ConsumerLine asking) {
        return line != asking || isStopping() || isStopped() || asking.isRetired();
    }

    void answered() {
        forceConsumerAsReady();
    }

    @Override
    public Exchange createExchange(Message message) {
        Exchange exchange = createExchange(true);
        org.apache.camel.Message in = exchange.getIn();
        in.setBody(message.body());
        in.setHeaders(headers.of(message, getEndpoint().getHeaderFilterStrategy(), exchange));
        return exchange;
    }

    @Override
    public void process(Receipt receipt, Work.Outcome outcome) {
        Message message = receipt.message();
        Exchange exchange;
        try {
            exchange = createExchange(message);
        } catch (RuntimeException e) {
            receipt.hold();
            receipt.release(FailureClassifier.classify(e));
            if (outcome != null) {
                outcome.ended(true);
            }
            return;
        }
        if (traces != null) {
            traces.process(exchange, receipt, getConfiguration().getQueueName());
        }
        Receipts receipts = receipt.asReceipts();
        receipts.rideOn(exchange);
        AtomicBoolean told = new AtomicBoolean();
        if (outcome != null) {
            exchange.getExchangeExtension()
                    .addOnCompletion(
                            new SynchronizationAdapter() {
                                @Override
                                public void onDone(Exchange done) {
                                    tell(outcome, told, FailureClassifier.failureOf(done));
                                }
                            });
        }
        // Completions run in the reverse order of their registration: the outcome is told when the
        // receipt has settled.
        Hold hold = Hold.take(exchange, receipts.all());
        LogContext.enter(message.messageId());
        try {
            getAsyncProcessor().process(exchange, doneSync -> releaseExchange(exchange, true));
        } catch (RuntimeException | Error e) {
            Failure failure = FailureClassifier.classify(e);
            hold.release(failure);
            tell(outcome, told, failure);
        }
    }

    private static void tell(Work.Outcome outcome, AtomicBoolean told, Failure failure) {
        if (outcome != null && told.compareAndSet(false, true)) {
            outcome.ended(failure == null || failure.kind() != Failure.Kind.SINK_AWAY);
        }
    }
}
