package io.eventfork.replay;

import io.eventfork.event.FilterPolicy;
import io.eventfork.pipeline.PipelineFilter;
import io.eventfork.queue.Pace;
import io.eventfork.queue.QueueBatches;
import io.eventfork.queue.QueueUrls;
import io.eventfork.queue.Sleeper;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import software.amazon.awssdk.services.sqs.model.Message;

/** Does jobs by their source. Thread-safe. */
final class ReplayWork implements LeasedReplays.Work {

    private final CamelContext context;
    private final ReplayPipelines pipelines;
    private final ReplayBeans.Surroundings around;
    private final BackupReplay.Tools backups;
    private final QueueReplay.Tools queues;

    ReplayWork(
            CamelContext context,
            ReplayBeans.Clients clients,
            ReplayBeans.Surroundings around,
            QueueUrls urls,
            ReplayMark mark,
            Clock clock) {
        this.context = context;
        this.pipelines = new ReplayPipelines(context);
        this.around = around;
        QueueBatches batches = new QueueBatches(clients.sqs(), Sleeper.REAL);
        this.backups =
                new BackupReplay.Tools(
                        clients.s3(),
                        (job, tally, waiting, moved) ->
                                new BackupSender(
                                        job.destination(),
                                        batches,
                                        urls,
                                        pace(job),
                                        tally,
                                        waiting,
                                        moved),
                        clock,
                        Sleeper.REAL);
        this.queues =
                new QueueReplay.Tools(clients.sqs(), batches, urls, mark, clock, Sleeper.REAL);
    }

    @Override
    public void run(ReplayJob job, HeldJob held, Checkpoint from, Instant notBefore) {
        if (job.isFromBackup()) {
            String bucket = around.backups().bucketNames().apply(job.backup().bucket());
            new BackupReplay(job, held, from, bucket, backups).run(notBefore);
        } else {
            new QueueReplay(job, held, from, filter(job), pace(job), queues).run();
        }
    }

    private static Pace pace(ReplayJob job) {
        return new Pace(job.terms().rate(), System::nanoTime, Sleeper.REAL);
    }

    /** That of the pipeline's route; every message if the route is gone. */
    private Predicate<Message> filter(ReplayJob job) {
        Optional<ReplayPipelines.Pipeline> pipeline = pipelines.find(job.pipeline());
        PipelineFilter filter = new PipelineFilter();
        filter.setQueue(job.queue());
        filter.setDeclared(declaredFilters());
        pipeline.map(ReplayPipelines.Pipeline::policy).ifPresent(filter::setPolicy);
        pipeline.map(ReplayPipelines.Pipeline::scope)
                .filter(scope -> !scope.isEmpty())
                .ifPresent(filter::setScope);
        filter.compile();
        return message -> filter.matches(message.messageAttributes(), message.body());
    }

    @SuppressWarnings("unchecked") // As the application binds it, and routes use it.
    private Function<String, Optional<FilterPolicy>> declaredFilters() {
        return context.getRegistry().lookupByNameAndType("declaredFilters", Function.class);
    }
}
