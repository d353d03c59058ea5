package io.eventfork.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LockedJarTest {

    private static final String HELLO =
            "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "a.b:c:jar:1.0,a/b/c/1.0/c-1.0.jar",
        "com.almworks:libs:so:1.0.392,com/almworks/libs/1.0.392/libs-1.0.392.so",
        "io.netty:epoll:jar:linux-x86_64:4.1,io/netty/epoll/4.1/epoll-4.1-linux-x86_64.jar"
    })
    void findsTheJarWhereMavenKeepsIt(String coordinates, Path path) {
        LockedJar jar = LockedJar.parse(HELLO + "  " + coordinates);

        assertThat(jar).isEqualTo(new LockedJar(HELLO, coordinates));
        assertThat(jar.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b:jar:1", "abc  a:b:jar:1", HELLO, HELLO + "  a:b:jar:1  c"})
    void refusesALineThatItCannotRead(String line) {
        assertThatExceptionOfType(LocalCloudException.class)
                .isThrownBy(() -> LockedJar.parse(line))
                .withMessage("The lock file has an unreadable line: '%s'.", line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqs", "s3", "dynamodb", "opensearch-2", "opensearch-3"})
    void readsTheLockFileOfEachStandIn(String standIn) {
        assertThat(LockedJar.of(standIn)).hasSizeGreaterThan(30).doesNotHaveDuplicates();
    }

    @Test
    void acceptsTheFileThatWasLocked() throws Exception {
        Path file = Files.writeString(folder.resolve("c-1.0.jar"), "hello");

        JarStore.verify(new LockedJar(HELLO, "a.b:c:jar:1.0"), file);
        assertThat(file).exists();
    }

    @Test
    void namesTheJarThatIsNotTheOneLocked() throws Exception {
        Path file = Files.writeString(folder.resolve("c-1.0.jar"), "hello!");

        assertThatExceptionOfType(LocalCloudException.class)
                .isThrownBy(() -> JarStore.verify(new LockedJar(HELLO, "a.b:c:jar:1.0"), file))
                .withMessage(
                        "a.b:c:jar:1.0 is not what the lock file names: SHA-256"
                                + " ce06092fb948d9ffac7d1a376e404b26b7575bcc11ee05a4615fef4fec3a308b"
                                + " instead of %s. Delete %s and start again.",
                        HELLO, file);
    }
}
