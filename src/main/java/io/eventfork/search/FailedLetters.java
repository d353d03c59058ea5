package io.eventfork.search;

import io.eventfork.event.SinkAwayException;
import io.eventfork.queue.Pace;
import io.eventfork.redrive.Letter;
import io.eventfork.redrive.LetterStore;
import io.eventfork.redrive.Peek;
import io.eventfork.redrive.Purge;
import io.eventfork.redrive.ReasonCounts;
import io.eventfork.redrive.ReasonFilter;
import io.eventfork.redrive.RedriveOrder;
import io.eventfork.redrive.RedriveOutcome;
import io.eventfork.redrive.Summary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The failed documents of a search pipeline, seen as letters: sent back means indexed again. Each
 * object goes below {@value FailedRetry#ARCHIVE} when documents of it are indexed, and leaves the
 * others where it was. Not thread-safe; errors of the SDK pass through.
 */
public final class FailedLetters implements LetterStore {

    private final Place place;
    private final FailedObjects objects;
    private final Supplier<FailedRetry> retries;
    private final IntFunction<Pace> paces;
    private final UnaryOperator<String> mask;

    /**
     * Where the documents are.
     *
     * @param pipeline the search pipeline
     * @param bucket the bare name of its bucket
     * @param prefix its {@code StreamPrefix}
     */
    public record Place(String pipeline, String bucket, String prefix) {}

    /**
     * @param bucket the physical name of the bucket
     * @param retries makes what indexes documents again; throws if there is no OpenSearch
     * @param paces makes a pace of so many documents a second
     * @param mask removes card data from a text
     */
    public FailedLetters(
            Place place,
            S3Client s3,
            String bucket,
            Supplier<FailedRetry> retries,
            IntFunction<Pace> paces,
            UnaryOperator<String> mask) {
        this.place = place;
        this.objects = new FailedObjects(s3, bucket, place.prefix());
        this.retries = retries;
        this.paces = paces;
        this.mask = mask;
    }

    @Override
    public String name() {
        return place.bucket();
    }

    @Override
    public boolean isCalled(String someName) {
        return place.bucket().equals(someName) || place.pipeline().equals(someName);
    }

    @Override
    public Summary summary(long most) {
        ReasonCounts counts = new ReasonCounts();
        List<String> keys = objects.keys();
        int read = 0;
        for (String key : keys) {
            if (counts.counted() >= most) {
                break;
            }
            objects.read(key).lines().forEach(line -> counts.add(letter(line).reason()));
            read++;
        }
        // Each object that was not read has one at least.
        long about = counts.counted() + keys.size() - read;
        return new Summary(about, counts.counted(), counts.groups(), Optional.empty());
    }

    @Override
    public Peek peek(ReasonFilter reason, long most) {
        List<Letter> shown = new ArrayList<>();
        for (String key : objects.keys()) {
            if (shown.size() >= most) {
                break;
            }
            objects.read(key).lines().stream()
                    .map(this::letter)
                    .filter(letter -> reason.matches(letter.reason()))
                    .limit(most - shown.size())
                    .forEach(shown::add);
        }
        return new Peek(shown, Optional.empty());
    }

    /**
     * Indexes documents again.
     *
     * @throws IllegalArgumentException if the order names a queue
     * @throws SinkAwayException if OpenSearch does not answer; what is indexed is done
     */
    @Override
    public RedriveOutcome redrive(RedriveOrder order) {
        if (order.destination().isPresent()) {
            throw new IllegalArgumentException(
                    "Failed documents go to their index, to no queue; leave --to-queue out.");
        }
        FailedRetry retry = order.dryRun() ? null : retries.get();
        Pace pace = paces.apply(order.perSecond());
        Map<String, Long> indexes = new TreeMap<>();
        long chosen = 0;
        long refused = 0;
        for (String key : objects.keys()) {
            if (chosen >= order.limit()) {
                break;
            }
            FailedObjects.Stored object = objects.read(key);
            Split split = split(object.lines(), order.reason(), order.limit() - chosen);
            chosen += split.chosen().size();
            List<String> rest = new ArrayList<>();
            if (retry != null && !split.chosen().isEmpty()) {
                for (List<String> some : seconds(split.chosen(), order.perSecond())) {
                    pace.await(some.size());
                    rest.addAll(retry.index(some));
                }
                settle(object, split, rest);
                refused += rest.size();
            }
            Set<String> stayed = new HashSet<>(rest);
            split.chosen().stream()
                    .filter(line -> !stayed.contains(line))
                    .forEach(line -> indexes.merge(letter(line).from(), 1L, Long::sum));
        }
        Map<String, Long> left =
                refused == 0 ? Map.of() : Map.of("their index refused them again", refused);
        return new RedriveOutcome(
                chosen, order.dryRun() ? 0 : chosen - refused, indexes, left, Optional.empty());
    }

    @Override
    public Purge purge(ReasonFilter reason, long most) {
        long gone = 0;
        for (String key : objects.keys()) {
            if (gone >= most) {
                break;
            }
            FailedObjects.Stored object = objects.read(key);
            Split split = split(object.lines(), reason, most - gone);
            if (!split.chosen().isEmpty()) {
                objects.leave(object, split.others());
                gone += split.chosen().size();
            }
        }
        return new Purge(gone, Optional.empty());
    }

    /** What may go at a time; all of it without a rate. */
    private static List<List<String>> seconds(List<String> lines, int perSecond) {
        int most = perSecond == 0 ? lines.size() : perSecond;
        return IntStream.iterate(0, at -> at < lines.size(), at -> at + most)
                .mapToObj(at -> lines.subList(at, Math.min(lines.size(), at + most)))
                .toList();
    }

    /** The lines of an object that an order is about, and the others. */
    private record Split(List<String> chosen, List<String> others) {}

    private Split split(List<String> lines, ReasonFilter reason, long most) {
        Split split = new Split(new ArrayList<>(), new ArrayList<>());
        for (String line : lines) {
            boolean isChosen =
                    split.chosen().size() < most && reason.matches(letter(line).reason());
            (isChosen ? split.chosen() : split.others()).add(line);
        }
        return split;
    }

    private void settle(FailedObjects.Stored object, Split split, List<String> rest) {
        if (rest.size() == split.chosen().size()) {
            return;
        }
        List<String> remaining = new ArrayList<>(split.others());
        remaining.addAll(rest);
        if (remaining.isEmpty()) {
            objects.archive(object);
        } else {
            objects.archiveBut(object, remaining);
        }
    }

    private Letter letter(String line) {
        return FailedRecord.letter(line, mask);
    }
}
