package io.eventfork.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.eventfork.event.SeenIds;
import io.eventfork.pipeline.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupReaderTest {

    private final BackupReader reader = new BackupReader();
    private final List<String> ids = new ArrayList<>();

    @Test
    void anEventThatWasWrittenTwiceIsReadOnce() throws IOException {
        read(object(Compression.GZIP, "1", "2", "3"));
        read(object(Compression.ZIP, "2", "3", "4"));
        read(object(Compression.SNAPPY, "4", "5"));
        read(object(Compression.UNCOMPRESSED, "5", "6"));

        assertThat(ids).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(reader.repeated()).isEqualTo(4);
        assertThat(reader.foreign()).isZero();
    }

    @Test
    void linesThatAreNoEventsAreCountedAndPassedOver() throws IOException {
        read("{\"rawData\":\"eA==\"}\nrubbish\n\n".getBytes(StandardCharsets.UTF_8));

        assertThat(ids).isEmpty();
        assertThat(reader.foreign()).isEqualTo(2);
    }

    @Test
    void aDamagedObjectIsAnError() {
        byte[] whole = object(Compression.GZIP, "1", "2", "3");

        assertThatIOException().isThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 12)));
    }

    @Test
    void idsAreForgottenOnlyBehindTheWindow() {
        SeenIds seen = new SeenIds(3);
        for (String id : List.of("a", "b", "c", "d")) {
            assertThat(seen.isNew(id)).isTrue();
        }
        assertThat(seen.isNew("b")).isFalse();
        assertThat(seen.isNew("d")).isFalse();
        for (String id : List.of("e", "f", "g", "h", "i")) {
            assertThat(seen.isNew(id)).isTrue();
        }
        assertThat(seen.isNew("a")).isTrue();
        assertThat(seen.isNew("i")).isFalse();
    }

    private void read(byte[] object) throws IOException {
        reader.read(new ByteArrayInputStream(object), event -> ids.add(event.id()));
    }

    private static byte[] object(Compression compression, String... ids) {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (OutputStream stream = compression.compress(target)) {
            for (String id : ids) {
                String line = EventLine.of(SampleEvents.ok(id, "{\"a\":1}")) + "\n";
                stream.write(line.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return target.toByteArray();
    }
}
