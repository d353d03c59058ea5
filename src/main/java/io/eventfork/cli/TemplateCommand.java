package io.eventfork.cli;

import io.eventfork.runtime.CloudTemplate;
import io.eventfork.template.CloudFormationTemplate;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes a CloudFormation template of what the route files declare and use. */
@Command(
        name = "template",
        description = {
            "Write a CloudFormation template of what the route files declare, as "
                    + "provision makes it.",
            "It has alarms on dead letters too and, for each use case, a policy that "
                    + "allows what its routes do and no more. It calls no cloud. What no policy "
                    + "covers is said on standard error.",
            "  eventfork template > eventfork.yaml",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class TemplateCommand implements Runnable {

    @Mixin private RunOptions options;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        CloudFormationTemplate template = CloudTemplate.of(options.settings());
        PrintWriter err = spec.commandLine().getErr();
        for (String what : template.notCovered()) {
            err.println("No policy covers this, add what it needs yourself: " + what + ".");
        }
        err.flush();
        PrintWriter out = spec.commandLine().getOut();
        out.print(template.yaml());
        out.flush();
    }
}
