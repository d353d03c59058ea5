package io.eventfork.cli;

import io.eventfork.runtime.WorkerTask;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Works on the input of a task. */
@Command(
        name = "worker",
        description = {
            "Work on the messages of a task: name each, take tasks.worker.message-time for it, and end.",
            "The input is in the environment: INPUT_MESSAGE, or BUCKET_NAME and BUCKET_KEY.",
            "With TABLE_NAME the input is customers, and each becomes a row of that table.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class WorkerCommand implements Callable<Integer> {

    @Mixin private RunOptions options;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        return WorkerTask.run(
                options.settings(),
                line -> {
                    out.println(line);
                    out.flush();
                });
    }
}
