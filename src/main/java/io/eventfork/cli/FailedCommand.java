package io.eventfork.cli;

import io.eventfork.runtime.FailedDocumentsRetry;
import io.eventfork.search.FailedRetry;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Works on documents that could not be indexed. */
@Command(
        name = "failed",
        description = "Work on documents that the search pipelines could not index.",
        subcommands = FailedCommand.Retry.class,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class FailedCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: retry");
    }

    /** Indexes them again. */
    @Command(
            name = "retry",
            description = {
                "Index the failed documents of a bucket again, by their ids, and move the "
                        + "objects that are done below archived/.",
                "What is refused again stays where it is, and the exit code is 1.",
                ""
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Retry implements Callable<Integer> {

        @Mixin private RunOptions options;

        @Parameters(
                paramLabel = "BUCKET",
                description =
                        "The bucket, named as in resources.yaml, such as checkout-search-failed.")
        private String bucket;

        @Option(
                names = "--prefix",
                paramLabel = "PREFIX",
                defaultValue = "",
                description = "The pipeline's StreamPrefix, if it has one.")
        private String prefix;

        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            FailedRetry.Outcome outcome =
                    FailedDocumentsRetry.run(options.settings(), bucket, prefix);
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "%d objects, %d archived; %d documents indexed, %d refused, %d lines unreadable.%n",
                    outcome.objects(),
                    outcome.archived(),
                    outcome.indexed(),
                    outcome.refused(),
                    outcome.unreadable());
            out.flush();
            return outcome.isComplete() ? 0 : 1;
        }
    }
}
