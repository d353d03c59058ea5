package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TasksTest {

    @Test
    void processesCallBackHereAndContainersWhereTheyAreTold() {
        assertThat(Tasks.address(settings(Map.of()), () -> 81))
                .contains(URI.create("http://127.0.0.1:81"));
        assertThat(Tasks.address(settings(Map.of("tasks.runner", "ecs")), () -> 81)).isEmpty();
        assertThat(
                        Tasks.address(
                                settings(
                                        Map.of(
                                                "tasks.runner",
                                                "ecs",
                                                "tasks.callback-url",
                                                "https://tasks.example.org")),
                                () -> 81))
                .contains(URI.create("https://tasks.example.org"));
    }

    @Test
    void theInputOfAContainerFitsItsOverrides() {
        assertThatThrownBy(() -> Tasks.settings(settings(Map.of("tasks.runner", "ecs"))))
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "Setting tasks.input-limit is '65536' (from the default); write a whole"
                                + " number from 0 to 3072.");
    }

    @Test
    void soDoesTheInputOfAContainerThatWorksOnAStream() {
        Settings settings =
                settings(
                        Map.of(
                                "tasks.runner", "ecs",
                                "tasks.stream-processor.input-limit", "3073"));

        assertThatThrownBy(() -> Tasks.ofStream(settings))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("write a whole number from 0 to 3072.");
    }

    @Test
    void aContainerIsLookedAtBeforeItIsTakenForAnOrphan() {
        Settings settings =
                settings(
                        Map.of(
                                "tasks.runner", "ecs",
                                "tasks.input-limit", "3072",
                                "tasks.ecs.task-definition", "worker",
                                "tasks.ecs.container", "worker",
                                "tasks.ecs.subnets", "subnet-1",
                                "tasks.ecs.poll", "30s",
                                "eventfork.endpoint", "http://127.0.0.1:1"));
        try (AwsClients clients = new AwsClients(settings)) {
            assertThatThrownBy(
                            () ->
                                    Tasks.runner(
                                            Tasks.settings(settings),
                                            settings,
                                            clients,
                                            () -> "tasks-open"))
                    .isInstanceOf(StartException.class)
                    .hasMessage("Setting tasks.ecs.poll must be 1ms to 5 s.");
        }
    }

    @Test
    void aCallBackThatIsNoUrlIsRefusedAtTheStart() {
        assertThatThrownBy(
                        () -> Tasks.settings(settings(Map.of("tasks.callback-url", "example.org"))))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("Setting tasks.callback-url is not a URL");
    }

    @Test
    void aContainerNeedsATaskDefinition() {
        Settings settings =
                settings(
                        Map.of(
                                "tasks.runner", "ecs",
                                "tasks.input-limit", "3072",
                                "eventfork.endpoint", "http://127.0.0.1:1"));
        try (AwsClients clients = new AwsClients(settings)) {
            assertThatThrownBy(
                            () ->
                                    Tasks.runner(
                                            Tasks.settings(settings),
                                            settings,
                                            clients,
                                            () -> "tasks-open"))
                    .isInstanceOf(StartException.class)
                    .hasMessage(
                            "Setting tasks.ecs.task-definition is empty, and tasks.runner is ecs.");
        }
    }

    private static Settings settings(Map<String, String> changed) {
        return Settings.load(changed, Optional.empty(), Map.of(), new Properties());
    }
}
