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
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * What the build says that the application consists of: the libraries on the class path of its jar.
 * What else an earlier build has left in {@code lib} is none of them, and an image leaves some out.
 */
class SbomIT {

    private static final Path TARGET = Path.of("target");
    private static final Path SBOM = TARGET.resolve("bom.json");
    private static final Pattern PACKAGE =
            Pattern.compile("pkg:maven/[^/]+/([^@]+)@([^?]+)\\?type=jar");
    private static final Pattern COORDINATES = Pattern.compile("\\([^\\s:]+:(\\S+):(\\S+) - ");

    @Test
    void theSbomHasEveryLibraryOfTheApplicationAndNoOther() throws Exception {
        assertThat(checksums().keySet()).containsExactlyInAnyOrderElementsOf(libraries());
    }

    @Test
    void theSbomHasTheChecksumsOfTheLibraries() throws Exception {
        Map<String, String> checksums = checksums();
        List<Path> jars =
                libraries().stream()
                        .map(library -> TARGET.resolve("lib").resolve(library))
                        .filter(Files::exists)
                        .toList();

        assertThat(jars).isNotEmpty();
        assertThat(jars)
                .allSatisfy(
                        jar ->
                                assertThat(sha256(jar))
                                        .isEqualTo(checksums.get(jar.getFileName().toString())));
    }

    @Test
    void theListOfLicencesHasEveryLibrary() throws Exception {
        String list = Files.readString(TARGET.resolve("THIRD-PARTY.txt"));

        assertThat(COORDINATES.matcher(list).results().map(SbomIT::jar).distinct())
                .containsExactlyInAnyOrderElementsOf(libraries());
    }

    /** By the name of the library's file. */
    private static Map<String, String> checksums() throws IOException {
        assumeThat(SBOM).as("An offline build makes none.").exists();
        assumeThat(Files.getLastModifiedTime(SBOM))
                .as("An offline build leaves that of an earlier one.")
                .isGreaterThanOrEqualTo(Files.getLastModifiedTime(Path.of("pom.xml")));
        JsonNode bom = new ObjectMapper().readTree(SBOM.toFile());
        assertThat(bom.path("specVersion").textValue()).isEqualTo("1.6");
        Map<String, String> checksums = new TreeMap<>();
        for (JsonNode component : bom.path("components")) {
            List<MatchResult> found =
                    PACKAGE.matcher(component.path("purl").textValue()).results().toList();
            assertThat(found).as("%s", component.path("purl")).hasSize(1);
            checksums.put(jar(found.get(0)), checksum(component));
        }
        return checksums;
    }

    private static String checksum(JsonNode component) {
        return StreamSupport.stream(component.path("hashes").spliterator(), false)
                .filter(hash -> hash.path("alg").textValue().equals("SHA-256"))
                .map(hash -> hash.path("content").textValue())
                .findFirst()
                .orElseThrow();
    }

    private static String jar(MatchResult artifactAndVersion) {
        return artifactAndVersion.group(1) + "-" + artifactAndVersion.group(2) + ".jar";
    }

    private static List<String> libraries() throws IOException {
        try (JarFile application = new JarFile(TARGET.resolve("eventfork.jar").toFile())) {
            String path =
                    application
                            .getManifest()
                            .getMainAttributes()
                            .getValue(Attributes.Name.CLASS_PATH);
            return Pattern.compile(" ")
                    .splitAsStream(path)
                    .map(entry -> entry.replaceFirst("^lib/", ""))
                    .toList();
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
