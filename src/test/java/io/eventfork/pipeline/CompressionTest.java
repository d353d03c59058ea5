package io.eventfork.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {

    private static final byte[] LINES =
            "{\"_event\":{},\"a\":1}\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @EnumSource
    void whatIsCompressedIsReadBack(Compression compression) throws IOException {
        assertThat(read(compressed(compression, LINES))).isEqualTo(LINES);
        assertThat(read(compressed(compression, new byte[0]))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotCompressIsReadBack(Compression compression) throws IOException {
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        noise[0] = '{';

        assertThat(read(compressed(compression, noise))).isEqualTo(noise);
    }

    @ParameterizedTest
    @EnumSource
    void theSameLinesMakeTheSameBytes(Compression compression) throws IOException {
        assertThat(compressed(compression, LINES)).isEqualTo(compressed(compression, LINES));
    }

    @Test
    void standardReadersReadGzipAndZip() throws IOException {
        byte[] gzip = compressed(Compression.GZIP, LINES);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes())
                .isEqualTo(LINES);
        byte[] zip = compressed(Compression.ZIP, LINES);
        try (ZipInputStream archive = new ZipInputStream(new ByteArrayInputStream(zip))) {
            assertThat(archive.getNextEntry().getName()).isEqualTo("events.json");
            assertThat(archive.readAllBytes()).isEqualTo(LINES);
            assertThat(archive.getNextEntry()).isNull();
        }
    }

    /** google/snappy, framing_format.txt: the stream identifier. */
    @Test
    void snappyIsTheFramingFormat() throws IOException {
        assertThat(compressed(Compression.SNAPPY, LINES))
                .startsWith(0xff, 0x06, 0x00, 0x00, 's', 'N', 'a', 'P', 'p', 'Y')
                .hasSizeLessThan(LINES.length / 5);
    }

    @ParameterizedTest
    @CsvSource({"UNCOMPRESSED,''", "GZIP,.gz", "ZIP,.zip", "Snappy,.snappy"})
    void parametersNameFormatsAndExtensions(String parameter, String extension) {
        assertThat(Compression.of(parameter).extension()).isEqualTo(extension);
    }

    @Test
    void anUnknownFormatIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Compression.of("gzip"))
                .withMessage(
                        "StreamCompressionFormat is gzip; write one of UNCOMPRESSED, GZIP, ZIP,"
                                + " Snappy.");
    }

    private static byte[] compressed(Compression compression, byte[] lines) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (OutputStream stream = compression.compress(target)) {
            stream.write(lines);
        }
        return target.toByteArray();
    }

    private static byte[] read(byte[] stored) throws IOException {
        return Compression.decompress(new ByteArrayInputStream(stored)).readAllBytes();
    }
}
