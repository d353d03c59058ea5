package io.eventfork.localcloud;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;

/**
 * Finds the jars of a stand-in in the user's Maven repository, fetches what is missing as Maven
 * fetches a plug-in (by the user's settings: mirrors, proxies, credentials), and verifies every jar
 * against its lock file. No dependency graph is resolved. Thread-safe.
 */
final class JarStore {

    private final Path repository;
    private final Progress progress;

    JarStore(Progress progress) {
        this(
                Path.of(
                        System.getProperty(
                                "maven.repo.local",
                                Path.of(System.getProperty("user.home"), ".m2", "repository")
                                        .toString())),
                progress);
    }

    JarStore(Path repository, Progress progress) {
        this.repository = repository;
        this.progress = progress;
    }

    /** The files of a stand-in's class path, fetched and verified. */
    List<Path> jars(String standIn) {
        List<LockedJar> locked = LockedJar.of(standIn);
        List<Path> files = locked.stream().map(jar -> repository.resolve(jar.path())).toList();
        if (!files.stream().allMatch(Files::isRegularFile)) {
            files = fetch(standIn, locked);
        }
        for (int i = 0; i < locked.size(); i++) {
            verify(locked.get(i), files.get(i));
        }
        return files;
    }

    private List<Path> fetch(String standIn, List<LockedJar> locked) {
        ContextOverrides overrides =
                ContextOverrides.create()
                        .withUserSettings(true)
                        .withLocalRepositoryOverride(
                                System.getProperty("maven.repo.local") == null ? null : repository)
                        .build();
        try (Context context = Runtimes.INSTANCE.getRuntime().create(overrides)) {
            // Maven's settings may name another repository, which has them already.
            Path local =
                    context.repositorySystemSession().getLocalRepository().getBasedir().toPath();
            if (!locked.stream()
                    .map(jar -> local.resolve(jar.path()))
                    .allMatch(Files::isRegularFile)) {
                progress.say(
                        "Fetching the local cloud's %s (%d jars), once …"
                                .formatted(standIn, locked.size()));
            }
            List<ArtifactRequest> requests = new ArrayList<>();
            for (LockedJar jar : locked) {
                requests.add(
                        new ArtifactRequest(
                                new DefaultArtifact(jar.coordinates()),
                                context.remoteRepositories(),
                                null));
            }
            List<Path> files = new ArrayList<>();
            for (ArtifactResult result :
                    context.repositorySystem()
                            .resolveArtifacts(context.repositorySystemSession(), requests)) {
                files.add(result.getArtifact().getFile().toPath());
            }
            return files;
        } catch (ArtifactResolutionException e) {
            throw new LocalCloudException(
                    "Cannot fetch the local cloud's %s: %s. Check the network and Maven's settings."
                            .formatted(standIn, e.getMessage()),
                    e);
        }
    }

    static void verify(LockedJar jar, Path file) {
        String actual = sha256(file);
        if (!actual.equals(jar.sha256())) {
            throw new LocalCloudException(
                    "%s is not what the lock file names: SHA-256 %s instead of %s. Delete %s and start again."
                            .formatted(jar.coordinates(), actual, jar.sha256(), file));
        }
    }

    private static String sha256(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream stream = new DigestInputStream(Files.newInputStream(file), digest)) {
                byte[] buffer = new byte[1 << 16];
                while (stream.read(buffer) >= 0) {
                    // The stream feeds the digest.
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
