package io.eventfork.redrive;

import io.eventfork.delivery.TraceHeader;
import io.eventfork.event.SinkAwayException;
import io.eventfork.queue.BatchOutcome;
import io.eventfork.queue.BatchRequests;
import io.eventfork.queue.Pace;
import io.eventfork.queue.QueueBatches;
import io.eventfork.queue.QueueUrls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * One redrive of a dead-letter queue. A letter is deleted only after its queue has confirmed it;
 * whoever dies between the two leaves it in both, and it is delivered once more. What comes back
 * meanwhile, because it has failed again, is left alone. Not thread-safe.
 */
final class Redrive {

    private final LetterScan scan;
    private final QueueBatches batches;
    private final QueueUrls urls;
    private final Destinations destinations;
    private final Pace pace;
    private final QueueLetters.Surroundings around;
    private final SentLetters back;
    private final Map<String, Long> sent = new TreeMap<>();
    private final Map<String, Long> left = new TreeMap<>();
    private long chosen;
    private long done;

    Redrive(
            LetterScan scan,
            QueueBatches batches,
            QueueUrls urls,
            Destinations destinations,
            Pace pace,
            QueueLetters.Surroundings around) {
        this.scan = scan;
        this.batches = batches;
        this.urls = urls;
        this.destinations = destinations;
        this.pace = pace;
        this.around = around;
        this.back = new SentLetters(around.redrive());
    }

    /**
     * Goes through the queue.
     *
     * @throws SinkAwayException if a destination is not there, also in a dry run, or takes nothing;
     *     what was confirmed until then is done
     */
    RedriveOutcome run(RedriveOrder order) {
        order.destination().ifPresent(this::url);
        for (var some = scan.next(); !some.isEmpty(); some = scan.next()) {
            List<DeadLetter> letters =
                    some.stream()
                            .filter(letter -> !back.hasSent(letter))
                            .filter(
                                    letter ->
                                            order.reason()
                                                    .matches(around.mask().apply(letter.reason())))
                            .limit(order.limit() - chosen)
                            .toList();
            chosen += letters.size();
            byDestination(letters)
                    .forEach((destination, those) -> send(destination, those, order.dryRun()));
            if (chosen >= order.limit()) {
                break;
            }
        }
        return new RedriveOutcome(chosen, done, sent, left, scan.whyNotAll());
    }

    private Map<String, List<DeadLetter>> byDestination(List<DeadLetter> letters) {
        Map<String, List<DeadLetter>> sorted = new TreeMap<>();
        for (DeadLetter letter : letters) {
            Optional<String> destination = destinations.of(letter);
            if (destination.isPresent()) {
                sorted.computeIfAbsent(destination.get(), any -> new ArrayList<>()).add(letter);
            } else {
                left.merge(
                        "where it came from is unknown; name a queue with --to-queue",
                        1L,
                        Long::sum);
            }
        }
        return sorted;
    }

    private void send(String destination, List<DeadLetter> letters, boolean dryRun) {
        String url = url(destination);
        if (dryRun) {
            sent.merge(destination, (long) letters.size(), Long::sum);
            return;
        }
        for (List<DeadLetter> some : BatchRequests.cut(letters, DeadLetter::bytes, pace.most())) {
            pace.await(some.size());
            sendRequest(destination, url, some);
        }
    }

    private String url(String destination) {
        try {
            return urls.of(destination);
        } catch (QueueDoesNotExistException e) {
            throw new SinkAwayException(
                    "Queue %s is declared, but not there; 'eventfork provision' creates it. %s"
                            .formatted(destination, soFar()),
                    e);
        }
    }

    private void sendRequest(String destination, String url, List<DeadLetter> letters) {
        BatchOutcome outcome = batches.send(url, letters.stream().map(this::copy).toList());
        List<DeadLetter> confirmed = outcome.confirmed().stream().map(letters::get).toList();
        if (!confirmed.isEmpty()) {
            sent.merge(destination, (long) confirmed.size(), Long::sum);
            int gone = scan.delete(confirmed);
            done += gone;
            if (gone < confirmed.size()) {
                left.merge(
                        "they are in their queue, but could not be deleted here",
                        (long) confirmed.size() - gone,
                        Long::sum);
            }
        }
        outcome.refused()
                .values()
                .forEach(
                        code ->
                                left.merge(
                                        "%s refused them: %s".formatted(destination, code),
                                        1L,
                                        Long::sum));
        if (!outcome.open().isEmpty()) {
            throw new SinkAwayException(
                    "Queue %s takes nothing now (%s). %s"
                            .formatted(
                                    destination,
                                    outcome.open().values().stream()
                                            .distinct()
                                            .collect(Collectors.joining(", ")),
                                    soFar()));
        }
    }

    private String soFar() {
        return "%d letters were sent back; the others are where they were.".formatted(done);
    }

    private SendMessageBatchRequestEntry copy(DeadLetter letter) {
        var attributes = letter.attributesFor(around.redrive());
        back.add(letter, attributes);
        return SendMessageBatchRequestEntry.builder()
                .messageBody(letter.message().body())
                .messageAttributes(attributes)
                .messageSystemAttributes(TraceHeader.of(letter.message().attributes()))
                .build();
    }
}
