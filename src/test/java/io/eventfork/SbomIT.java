package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the build says that the application consists of; after an upgrade run {@code mvn clean}. */
class SbomIT {

    private static final Path TARGET = Path.of("target");
    private static final Pattern COORDINATES = Pattern.compile("\\(\\S+:\\S+:\\S+ - ");

    @Test
    void theSbomHasEveryLibraryOfTheArchiveAndNoOther() throws Exception {
        assumeThat(TARGET.resolve("bom.json")).as("An offline build has none.").exists();
        JsonNode bom = new ObjectMapper().readTree(TARGET.resolve("bom.json").toFile());

        assertThat(bom.path("specVersion").textValue()).isEqualTo("1.6");
        assertThat(StreamSupport.stream(bom.path("components").spliterator(), false))
                .extracting(SbomIT::sha256)
                .containsExactlyInAnyOrderElementsOf(hashes());
    }

    @Test
    void theListOfLicencesHasEveryLibrary() throws Exception {
        String list = Files.readString(TARGET.resolve("THIRD-PARTY.txt"));

        assertThat(COORDINATES.matcher(list).results().map(MatchResult::group).distinct())
                .hasSameSizeAs(hashes());
    }

    private static String sha256(JsonNode component) {
        return StreamSupport.stream(component.path("hashes").spliterator(), false)
                .filter(hash -> hash.path("alg").textValue().equals("SHA-256"))
                .map(hash -> hash.path("content").textValue())
                .findFirst()
                .orElseThrow();
    }

    private static List<String> hashes() throws Exception {
        try (Stream<Path> jars = Files.list(TARGET.resolve("lib"))) {
            return jars.map(SbomIT::sha256).toList();
        }
    }

    private static String sha256(Path jar) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream stream = new DigestInputStream(Files.newInputStream(jar), digest)) {
                stream.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
