package io.eventfork.cli;

import io.eventfork.localcloud.LocalCloudException;
import io.eventfork.runtime.StartException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The top of the command line; without a subcommand it runs the application. */
@Command(
        name = "eventfork",
        description = {
            "Forks a stream of business events into independent pipelines: process, back up, search, replay.",
            "",
            "Without a command it runs the application, on an embedded cloud unless --endpoint or --cloud aws is given.",
            ""
        },
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {
            "",
            "Every option is also a setting (a line of the file given with --config) and",
            "an environment variable: --observe-port is eventfork.observe-port and",
            "EVENTFORK_OBSERVE_PORT.",
            "Exit codes: 0 done, 1 failed, 2 wrong usage."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class EventforkCommand implements Runnable {

    @Mixin private RunOptions options;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        RunCommand.run(options, spec.commandLine().getOut());
    }

    /**
     * Runs one command line.
     *
     * @return the exit code: 0 done, 1 failed, 2 wrong usage
     */
    public static int execute(String... arguments) {
        return parser(arguments).execute(arguments);
    }

    /** The default command starts sooner if the others need not be described to picocli. */
    static CommandLine parser(String... arguments) {
        CommandLine alone = withHandlers(new CommandLine(new EventforkCommand()));
        return suffices(alone, arguments) ? alone : commandLine();
    }

    /** Whether the arguments are options of the default command and nothing else. */
    private static boolean suffices(CommandLine alone, String... arguments) {
        try {
            return !alone.parseArgs(arguments).isUsageHelpRequested();
        } catch (ParameterException e) {
            return false;
        }
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new EventforkCommand());
        line.addSubcommand(new RunCommand());
        line.addSubcommand(new CloudCommand());
        line.addSubcommand(new RoutesCommand());
        line.addSubcommand(new ProvisionCommand());
        line.addSubcommand(new TemplateCommand());
        line.addSubcommand(new FailedCommand());
        line.addSubcommand(new DlqCommand());
        line.addSubcommand(new BackupCommand());
        line.addSubcommand(new ReplayCommand());
        line.addSubcommand(new WorkerCommand());
        line.addSubcommand(new ValidateCommand());
        line.addSubcommand(new FilterCommand());
        line.addSubcommand(new CompletionCommand());
        return withHandlers(line);
    }

    private static CommandLine withHandlers(CommandLine line) {
        // What begins with @ is a value of an option, and its file is read by that option.
        return line.setExpandAtFiles(false)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(EventforkCommand::wrongUsage)
                .setExecutionExceptionHandler(EventforkCommand::failed);
    }

    private static int wrongUsage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        command.getErr().println(e.getMessage() + "." + hint(command));
        return 2;
    }

    private static String hint(CommandLine command) {
        return " Try '" + command.getCommandSpec().qualifiedName() + " --help'.";
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult result)
            throws Exception {
        if (e instanceof StartException wrong && wrong.isWrongUsage()) {
            command.getErr().println(wrong.getMessage() + hint(command));
            return 2;
        }
        if (e instanceof StartException || e instanceof LocalCloudException) {
            command.getErr().println("eventfork: " + e.getMessage());
            return 1;
        }
        throw e;
    }
}
