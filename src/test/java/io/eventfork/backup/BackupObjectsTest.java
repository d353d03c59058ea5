package io.eventfork.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.backup.BackupObjects.Found;
import io.eventfork.backup.BackupObjects.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

class BackupObjectsTest {

    private static final Instant BEGUN = Instant.parse("2026-01-10T12:00:00Z");
    private static final Instant LONG_AGO = BEGUN.minus(Duration.ofHours(1));
    private static final Span WINDOW =
            new Span(BEGUN.minus(Duration.ofHours(3)), BEGUN, Duration.ofHours(1));

    private final Bucket bucket = new Bucket();
    private final BackupObjects objects =
            new BackupObjects(bucket, "b", new BackupLayout("orders-backup", ""), WINDOW, BEGUN);

    /** Two objects a page. */
    private static final class Bucket implements S3Client {

        private final TreeMap<String, Instant> written = new TreeMap<>();

        String put(String hour, String hash, Instant at) {
            String key =
                    "2026/01/10/%s/orders-backup-2026-01-10-%s-00-00-%s"
                            .formatted(hour, hour, hash.repeat(32));
            written.put(key, at);
            return key;
        }

        @Override
        public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
            String after = request.continuationToken() == null ? "" : request.continuationToken();
            List<S3Object> page =
                    written.tailMap(after, false).entrySet().stream()
                            .filter(entry -> entry.getKey().startsWith(request.prefix()))
                            .limit(2)
                            .map(
                                    entry ->
                                            S3Object.builder()
                                                    .key(entry.getKey())
                                                    .lastModified(entry.getValue())
                                                    .size(1L)
                                                    .build())
                            .toList();
            boolean isFull = page.size() == 2;
            return ListObjectsV2Response.builder()
                    .contents(page)
                    .isTruncated(isFull)
                    .nextContinuationToken(isFull ? page.get(1).key() : null)
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    @Test
    void whatIsWrittenMeanwhileIsFoundThoughItSortsBeforeWhatWasFoundAlready() {
        String second = bucket.put("10", "b", LONG_AGO);
        String third = bucket.put("11", "c", LONG_AGO);
        List<String> found = new ArrayList<>();

        objects.forEach(
                object -> {
                    found.add(object.key());
                    if (object.key().equals(third)) {
                        bucket.put("09", "a", BEGUN.plusSeconds(30));
                    }
                    return true;
                });

        assertThat(found).containsExactly(second, third, bucket.written.firstKey());
    }

    @Test
    void eachObjectIsFoundOnceAndInAnOrderThatAPlaceInItTells() {
        bucket.put("09", "a", BEGUN.minusSeconds(5));
        bucket.put("09", "b", LONG_AGO);
        bucket.put("10", "c", BEGUN.plusSeconds(5));
        bucket.put("10", "d", LONG_AGO);
        bucket.put("11", "e", LONG_AGO);
        List<Found> found = new ArrayList<>();

        objects.forEach(found::add);

        assertThat(found).hasSize(5).doesNotHaveDuplicates();
        for (int at = 1; at < found.size(); at++) {
            Found before = found.get(at - 1);
            assertThat(before.isBefore(found.get(at).folder(), found.get(at).key())).isTrue();
        }
    }

    @Test
    void whoeverHasEnoughIsToldOfNoMore() {
        bucket.put("10", "a", LONG_AGO);
        bucket.put("11", "b", BEGUN);
        List<Found> found = new ArrayList<>();

        objects.forEach(
                object -> {
                    found.add(object);
                    return false;
                });

        assertThat(found).hasSize(1);
    }
}
