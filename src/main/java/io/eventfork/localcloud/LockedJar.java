package io.eventfork.localcloud;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * One line of a lock file: a jar by its Maven coordinates and its SHA-256 in hexadecimal digits.
 *
 * @param coordinates group, artifact, type, classifier if any, and version, separated by colons
 */
record LockedJar(String sha256, String coordinates) {

    /** The jars of a stand-in, from the class path resource {@code localcloud/<name>.lock}. */
    static List<LockedJar> of(String standIn) {
        String resource = "/localcloud/" + standIn + ".lock";
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                LockedJar.class.getResourceAsStream(resource),
                                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(LockedJar::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LockedJar parse(String line) {
        String[] parts = line.split(" +", -1);
        if (parts.length != 2 || !parts[0].matches("[0-9a-f]{64}")) {
            throw new LocalCloudException("The lock file has an unreadable line: '" + line + "'.");
        }
        return new LockedJar(parts[0], parts[1]);
    }

    /** Where Maven keeps the jar below a local repository. */
    Path path() {
        String[] parts = coordinates.split(":", -1);
        String version = parts[parts.length - 1];
        String classifier = parts.length == 5 ? "-" + parts[3] : "";
        return Path.of(parts[0].replace('.', '/'), parts[1], version)
                .resolve(parts[1] + "-" + version + classifier + "." + parts[2]);
    }
}
