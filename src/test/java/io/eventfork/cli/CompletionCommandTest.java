package io.eventfork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What a shell is told. */
class CompletionCommandTest {

    static boolean hasBash() {
        return Files.isExecutable(Path.of("/bin/bash"));
    }

    @Test
    void theScriptKnowsEveryCommandAndItsOptions() {
        CommandRun run = CommandRun.of("completion");

        assertThat(run.code()).isZero();
        assertThat(run.output())
                .startsWith("#!/usr/bin/env bash")
                .contains("validate", "--connect", "filter", "--policy", "routes", "graph")
                .endsWith("\n");
    }

    @Test
    @EnabledIf("hasBash")
    void bashCompletesACommand() throws Exception {
        Process bash = new ProcessBuilder("/bin/bash").redirectErrorStream(true).start();
        try (OutputStream input = bash.getOutputStream()) {
            input.write(CommandRun.of("completion").output().getBytes(StandardCharsets.UTF_8));
            input.write(
                    """

                    COMP_WORDS=(eventfork valid); COMP_CWORD=1; COMP_LINE='eventfork valid'
                    _complete_eventfork; echo "${COMPREPLY[@]}"
                    """
                            .getBytes(StandardCharsets.UTF_8));
        }

        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("validate");
        assertThat(bash.waitFor()).isZero();
    }
}
