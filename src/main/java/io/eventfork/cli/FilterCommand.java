package io.eventfork.cli;

import io.eventfork.event.FilterPolicy;
import io.eventfork.event.FilterVerdict;
import io.eventfork.event.FilterVerdict.Decision;
import io.eventfork.event.InvalidFilterPolicyException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tries a filter policy on an event. */
@Command(
        name = "filter",
        description = {
            "Say whether an event passes a filter policy of SNS, and which condition " + "decides.",
            "  eventfork filter --policy '{\"amount\": [{\"numeric\": [\">=\", 100]}]}' "
                    + "--event '{\"amount\": 99.99}'",
            "Policy and event are given as they are, as @FILE, or as - for the input "
                    + "stream. The event is a message as SQS or SNS shows it, or its attributes "
                    + "alone, or with --scope MessageBody its body.",
            "Exit codes: 0 it passes, 1 it does not, 2 wrong usage or a policy that SNS "
                    + "would refuse.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class FilterCommand implements Callable<Integer> {

    @Option(
            names = "--policy",
            paramLabel = "JSON|@FILE|-",
            required = true,
            converter = TextArgument.Converter.class,
            description = "The filter policy, as in resources.yaml.")
    private TextArgument policy;

    @Option(
            names = "--event",
            paramLabel = "JSON|@FILE|-",
            required = true,
            converter = TextArgument.Converter.class,
            description = "The event.")
    private TextArgument event;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            defaultValue = "MessageAttributes",
            description =
                    "What the policy looks at: MessageAttributes (the default) or MessageBody.")
    private String scope;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (policy.fromInput() && event.fromInput()) {
            throw wrong("Only one of --policy and --event can be -");
        }
        FilterPolicy parsed = policy();
        TestEvent message = message(parsed.scope());
        FilterVerdict verdict = parsed.judge(message.attributes(), message.body());
        PrintWriter out = spec.commandLine().getOut();
        out.println(verdict.matches() ? "The event passes." : "The event does not pass.");
        if (!verdict.readable()) {
            out.println("  Its body is no JSON object, and the policy looks at nothing else.");
        } else if (verdict.decisions().isEmpty()) {
            out.println("  The policy has no condition.");
        }
        verdict.decisions().forEach(decision -> out.println("  " + sentence(decision)));
        out.flush();
        return verdict.matches() ? 0 : 1;
    }

    private static String sentence(Decision decision) {
        String found = decision.found().isEmpty() ? "missing" : String.join(", ", decision.found());
        return "%s is %s; %s %s that."
                .formatted(
                        decision.key(),
                        found,
                        decision.allowed(),
                        decision.holds() ? "allows" : "does not allow");
    }

    private FilterPolicy policy() {
        try {
            return FilterPolicy.parse(policy.text(), FilterPolicy.Scope.parse(scope));
        } catch (InvalidFilterPolicyException e) {
            throw wrong("SNS would refuse the policy: " + e.getMessage().replaceFirst("\\.$", ""));
        }
    }

    private TestEvent message(FilterPolicy.Scope looksAt) {
        try {
            return TestEvent.read(event.text(), looksAt);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
