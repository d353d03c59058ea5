package io.eventfork.redrive;

import io.eventfork.event.SinkAwayException;
import io.eventfork.queue.Pace;
import io.eventfork.queue.QueueBatches;
import io.eventfork.queue.QueueUrls;
import io.eventfork.queue.Sleeper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The letters of one dead-letter queue. Not thread-safe; errors of the SDK pass through. */
public final class QueueLetters implements LetterStore {

    private final DeadLetterQueue queue;
    private final SqsClient client;
    private final QueueUrls urls;
    private final QueueBatches batches;
    private final Surroundings around;

    /**
     * What it needs to know of the application.
     *
     * @param queueNames the physical name of a declared queue by its bare name
     * @param mask removes card data from a text
     * @param nanoTime as {@link System#nanoTime()}
     * @param sleeper how to wait
     * @param redrive the id of this run, which its copies carry
     */
    public record Surroundings(
            UnaryOperator<String> queueNames,
            UnaryOperator<String> mask,
            LongSupplier nanoTime,
            Sleeper sleeper,
            String redrive) {}

    public QueueLetters(DeadLetterQueue queue, SqsClient client, Surroundings around) {
        this.queue = queue;
        this.client = client;
        this.around = around;
        this.urls = new QueueUrls(client, around.queueNames());
        this.batches = new QueueBatches(client, around.sleeper());
    }

    @Override
    public String name() {
        return queue.name();
    }

    @Override
    public boolean isCalled(String someName) {
        return queue.name().equals(someName) || queue.sources().contains(someName);
    }

    @Override
    public Summary summary(long most) {
        long about = about();
        ReasonCounts counts = new ReasonCounts();
        Optional<String> whyNotAll = Optional.empty();
        if (about > 0) {
            try (LetterScan scan = scan()) {
                for (var some = scan.next(); !some.isEmpty(); some = scan.next()) {
                    some.forEach(letter -> counts.add(around.mask().apply(letter.reason())));
                    if (counts.counted() >= most) {
                        break;
                    }
                }
                whyNotAll = scan.whyNotAll();
            }
        }
        return new Summary(
                Math.max(about, counts.counted()), counts.counted(), counts.groups(), whyNotAll);
    }

    @Override
    public Peek peek(ReasonFilter reason, long most) {
        List<Letter> shown = new ArrayList<>();
        try (LetterScan scan = scan()) {
            for (var some = scan.next(); !some.isEmpty(); some = scan.next()) {
                some.stream()
                        .map(letter -> letter.shown(around.mask()))
                        .filter(letter -> reason.matches(letter.reason()))
                        .limit(most - shown.size())
                        .forEach(shown::add);
                if (shown.size() >= most) {
                    break;
                }
            }
            return new Peek(shown, scan.whyNotAll());
        }
    }

    @Override
    public RedriveOutcome redrive(RedriveOrder order) {
        Pace pace = new Pace(order.perSecond(), around.nanoTime(), around.sleeper());
        try (LetterScan scan = scan()) {
            return new Redrive(
                            scan,
                            batches,
                            urls,
                            new Destinations(queue, around.queueNames(), order.destination()),
                            pace,
                            around)
                    .run(order);
        }
    }

    @Override
    public Purge purge(ReasonFilter reason, long most) {
        long gone = 0;
        try (LetterScan scan = scan()) {
            for (var some = scan.next(); !some.isEmpty(); some = scan.next()) {
                List<DeadLetter> chosen =
                        some.stream()
                                .filter(
                                        letter ->
                                                reason.matches(
                                                        around.mask().apply(letter.reason())))
                                .limit(most - gone)
                                .toList();
                int deleted = scan.delete(chosen);
                gone += deleted;
                if (deleted < chosen.size()) {
                    throw new SinkAwayException(
                            "Queue %s did not delete %d letters, after %d that are gone."
                                    .formatted(queue.name(), chosen.size() - deleted, gone));
                }
                if (gone >= most) {
                    break;
                }
            }
            return new Purge(gone, scan.whyNotAll());
        }
    }

    private LetterScan scan() {
        return new LetterScan(client, batches, urls.of(queue.name()));
    }

    private long about() {
        String url = urls.of(queue.name());
        String count =
                client.getQueueAttributes(
                                get ->
                                        get.queueUrl(url)
                                                .attributeNames(
                                                        QueueAttributeName
                                                                .APPROXIMATE_NUMBER_OF_MESSAGES))
                        .attributes()
                        .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
        return count == null ? 0 : Long.parseLong(count);
    }
}
