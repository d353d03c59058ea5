package io.eventfork.runtime;

import io.eventfork.runtime.inspection.Finding;
import io.eventfork.runtime.inspection.Finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the settings of a configuration file that nothing knows. Stateless. */
final class ConfigInspection {

    private static final Pattern NAME = Pattern.compile("^(\\s*)([^#!\\s:=][^\\s:=]*)");
    private static final Pattern CONTINUED = Pattern.compile("(^|.*[^\\\\])(\\\\\\\\)*\\\\");

    private ConfigInspection() {}

    /**
     * The settings that are neither one of ours nor named by a route.
     *
     * @param known names of settings that have a default
     * @param used names that routes use
     */
    static List<Finding> of(Path file, Set<String> known, Set<String> used) throws IOException {
        List<Finding> findings = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        boolean continued = false;
        for (int line = 0; line < lines.size(); line++) {
            Matcher name = NAME.matcher(lines.get(line));
            if (!continued && name.find() && !known.contains(name.group(2))) {
                boolean ours = name.group(2).startsWith("eventfork.");
                if (ours || !used.contains(name.group(2))) {
                    findings.add(
                            new Finding(
                                    ours ? Severity.ERROR : Severity.WARNING,
                                    file.toString(),
                                    line + 1,
                                    name.group(1).length() + 1,
                                    (ours
                                                    ? "there is no setting '%s': %s"
                                                    : "no route names the setting '%s': %s")
                                            .formatted(
                                                    name.group(2),
                                                    Finding.nearest(
                                                            name.group(2), known, "remove it"))));
                }
            }
            continued = CONTINUED.matcher(lines.get(line)).matches();
        }
        return findings;
    }
}
