package io.eventfork.runtime;

import io.eventfork.provisioning.InvalidResourcesException;
import io.eventfork.provisioning.Naming;
import io.eventfork.provisioning.Problem;
import io.eventfork.provisioning.Resources;
import io.eventfork.runtime.routes.ResourcesRefusedException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the {@code resources.yaml} files with the settings of this run filled in. Thread-safe.
 *
 * @param naming how what they declare is named
 */
record ResourceFiles(Settings settings, Naming naming) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}\\s]+)\\s*}}");

    static ResourceFiles of(Settings settings) {
        return new ResourceFiles(settings, CloudSettings.naming(settings));
    }

    /**
     * What all files declare together.
     *
     * @param declarations the text of each file by its path
     * @throws ResourcesRefusedException with the first problem of a file, or of two together
     */
    Resources read(Map<String, String> declarations) throws ResourcesRefusedException {
        try {
            return Resources.merge(readEach(declarations).values());
        } catch (InvalidResourcesException e) {
            throw refused(e);
        }
    }

    /**
     * What each file declares, by its path.
     *
     * @throws ResourcesRefusedException with the first problem of a file
     */
    Map<String, Resources> readEach(Map<String, String> declarations)
            throws ResourcesRefusedException {
        Map<String, Resources> parts = new TreeMap<>();
        try {
            for (Map.Entry<String, String> file : declarations.entrySet()) {
                parts.put(
                        file.getKey(),
                        Resources.read(file.getKey(), file.getValue(), naming, this::filled));
            }
            return parts;
        } catch (InvalidResourcesException e) {
            throw refused(e);
        }
    }

    private static ResourcesRefusedException refused(InvalidResourcesException invalid) {
        Problem problem = invalid.problems().get(0);
        return new ResourcesRefusedException(
                problem.position().file(), problem.position().line(), problem.text());
    }

    /** A value of a file with its placeholders filled in. */
    private String filled(String value) {
        return PLACEHOLDER
                .matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(setting(found.group(1))));
    }

    private String setting(String name) {
        String value = settings.placeholders().get(name);
        if (value == null) {
            throw new IllegalArgumentException("There is no setting " + name + ".");
        }
        return value;
    }
}
