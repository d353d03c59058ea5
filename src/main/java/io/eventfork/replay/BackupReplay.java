package io.eventfork.replay;

import io.eventfork.backup.BackupEvent;
import io.eventfork.backup.BackupObjects;
import io.eventfork.backup.BackupObjects.Found;
import io.eventfork.queue.Sleeper;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * One job that copies events of a backup to a queue, at the replica that has it.
 *
 * <p>Objects are read one after the other and line after line, in an order that does not change, so
 * a place in it tells what is done. A replica that takes the job over reads what comes before that
 * place once more, to know the ids, and sends nothing of it; what was confirmed after the last
 * checkpoint is sent twice. Memory is bounded: some ids are remembered, and one request. Not
 * thread-safe.
 */
final class BackupReplay {

    private static final Logger LOG = LoggerFactory.getLogger(BackupReplay.class);
    private static final int LINES_BETWEEN_CHECKS = 256;
    private static final int TRIES_TO_READ = 3;

    private final ReplayJob job;
    private final HeldJob held;
    private final String bucket;
    private final StoredLines stored;
    private final BackupObjects objects;
    private final EventSelection selection;
    private final EventCopy copies;
    private final Tally tally;
    private final Patience patience;
    private final BackupSender sender;
    private final Position start;
    private Position done;
    private Position readTo = Position.BEGINNING;
    private boolean caughtUp;
    private long lines;

    /** What it works with, the same for all jobs. */
    record Tools(S3Client s3, SenderFactory senders, Clock clock, Sleeper sleeper) {}

    /** Makes what sends the copies of a job. */
    @FunctionalInterface
    interface SenderFactory {
        BackupSender of(ReplayJob job, Tally tally, BackupSender.Waiting waiting, long moved);
    }

    /**
     * @param held the job, which this replica has taken
     * @param from where to go on
     * @param bucket the physical name of the bucket
     */
    BackupReplay(ReplayJob job, HeldJob held, Checkpoint from, String bucket, Tools tools) {
        this.job = job;
        this.held = held;
        this.bucket = bucket;
        this.stored = new StoredLines(tools.s3(), bucket);
        this.objects =
                new BackupObjects(
                        tools.s3(),
                        bucket,
                        job.backup().layout(),
                        job.backup().span(),
                        job.startedAt());
        this.copies = new EventCopy(job.id(), tools.clock());
        this.tally = new Tally(from.progress(), job.terms().dryRun());
        this.selection = new EventSelection(job.backup(), tally);
        this.patience = new Patience(held, this::standing, tools.clock(), tools.sleeper());
        this.sender = tools.senders().of(job, tally, patience, from.moved());
        this.start = from.position();
        this.done = start;
        this.caughtUp = start.equals(Position.BEGINNING);
    }

    /**
     * Copies everything, but for what cannot be read or sent, and writes the last checkpoint.
     *
     * @param notBefore when to begin: before that, open batches are still being written
     * @throws HeldJob.Left if the job is to be left
     */
    void run(Instant notBefore) {
        patience.until(notBefore);
        count();
        list(() -> {}, this::read);
        sender.flush();
        advance();
        // At the end everything counts as found again, also if the checkpoint's object is gone.
        caughtUp = true;
        held.write(this::standing);
    }

    private void count() {
        if (!tally.hasTotals()) {
            list(
                    tally::countTotals,
                    object -> {
                        tally.found(object);
                        held.check(this::standing);
                        return true;
                    });
            tally.totalsCounted();
        }
    }

    /** Lists as often as it takes; what has been read is not read again. */
    private void list(Runnable begin, Predicate<Found> each) {
        for (int attempt = 1; ; attempt++) {
            begin.run();
            try {
                objects.forEach(each);
                tally.waiting(null);
                return;
            } catch (SdkException e) {
                tally.waiting("bucket " + bucket + ": " + e.getMessage());
                patience.pause(attempt);
            }
        }
    }

    /** Reads an object; false if that is enough. */
    private boolean read(Found object) {
        if (readTo.covers(object, Long.MAX_VALUE)) {
            return true;
        }
        for (int attempt = 1; ; attempt++) {
            try {
                if (!stored.read(object.key(), (at, event) -> line(object, at, event))) {
                    return false;
                }
                break;
            } catch (NoSuchKeyException e) {
                tally.error("The object %s is gone.".formatted(object.key()));
                break;
            } catch (IOException e) {
                if (!StoredLines.isConnection(e) && attempt >= TRIES_TO_READ) {
                    LOG.warn("Replay {} passes over the object {}.", job.id(), object.key(), e);
                    tally.error("Cannot read %s: %s.".formatted(object.key(), StoredLines.text(e)));
                    break;
                }
                tally.waiting("object " + object.key() + ": " + StoredLines.text(e));
            } catch (SdkException e) {
                tally.waiting("object " + object.key() + ": " + e.getMessage());
            }
            patience.pause(attempt);
        }
        tally.waiting(null);
        tally.read(object);
        readTo = new Position(object.folder(), object.key(), Long.MAX_VALUE);
        caughtUp |= !start.covers(object, Long.MAX_VALUE);
        advance();
        held.check(this::standing);
        return true;
    }

    /** Takes a line; false if that is enough. */
    private boolean line(Found object, long line, Optional<BackupEvent> event) {
        if (readTo.covers(object, line)) {
            return true;
        }
        if (++lines % LINES_BETWEEN_CHECKS == 0) {
            held.check(this::standing);
        }
        boolean isDone = start.covers(object, line);
        caughtUp |= !isDone;
        if (event.isEmpty()) {
            tally.foreign();
        } else if (selection.contains(event.get()) && !isDone && !job.terms().dryRun()) {
            gather(event.get());
        }
        readTo = new Position(object.folder(), object.key(), line);
        advance();
        return job.terms().limit() == 0 || tally.selected() < job.terms().limit();
    }

    private void gather(BackupEvent event) {
        try {
            sender.add(copies.of(event));
        } catch (IllegalArgumentException e) {
            tally.error(
                    "The event %s cannot be restored: %s.".formatted(event.id(), e.getMessage()));
        }
    }

    /** What has been read is done when nothing of it waits to be sent. */
    private void advance() {
        if (caughtUp && sender.isEmpty()) {
            done = readTo;
        }
    }

    private Checkpoint standing() {
        return caughtUp ? new Checkpoint(done, sender.moved(), tally.progress()) : null;
    }
}
