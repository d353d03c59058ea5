package io.eventfork.localcloud;

import io.eventfork.localcloud.eventbridge.EventBridgeService;
import io.eventfork.localcloud.kinesis.KinesisService;
import io.eventfork.localcloud.scheduler.SchedulerService;
import io.eventfork.localcloud.sns.SnsService;
import io.eventfork.localcloud.time.ClockService;
import io.eventfork.localcloud.time.CloudTime;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The services that are code of ours: STS and SNS by the machine's time, EventBridge, its Scheduler
 * and Kinesis by a time that can be advanced. Thread-safe; {@link #close()} drops what waits to be
 * delivered.
 */
final class EmulatedServices implements AutoCloseable {

    private static final int DELIVERY_THREADS = 4;

    private final SqsQueueDelivery queues;
    private final ExecutorService deliveries =
            Executors.newFixedThreadPool(DELIVERY_THREADS, EmulatedServices::daemon);
    private final CloudTime time = new CloudTime(Clock.systemUTC(), deliveries);
    private final SnsService sns;
    private final EventBridgeService eventBridge;
    private final SchedulerService scheduler;
    private final KinesisService kinesis;

    /**
     * @param sqs where the stand-in listens
     * @param endpoint of the gateway
     */
    EmulatedServices(URI sqs, Supplier<URI> endpoint) {
        queues = new SqsQueueDelivery(sqs);
        sns = SnsService.start(queues, Clock.systemUTC(), endpoint);
        eventBridge = new EventBridgeService(queues, time, time);
        scheduler = new SchedulerService(queues, eventBridge::put, time, time);
        kinesis = new KinesisService(time, Runtime.getRuntime().maxMemory() / 4);
    }

    /** Serves them. */
    void join(Gateway gateway) {
        gateway.emulate(new StsService());
        gateway.emulate(sns);
        gateway.emulate(eventBridge);
        gateway.emulate(scheduler);
        gateway.emulate(kinesis);
        gateway.page("/_cloud/clock", new ClockService(time)::handle);
    }

    @Override
    public void close() {
        sns.close();
        time.close();
        deliveries.shutdownNow();
        queues.close();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "cloud-delivery");
        thread.setDaemon(true);
        return thread;
    }
}
