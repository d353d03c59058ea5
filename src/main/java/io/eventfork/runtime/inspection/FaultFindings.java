package io.eventfork.runtime.inspection;

import io.eventfork.runtime.routes.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes findings of what Camel says about routes: with the place in the file as exact as it can be,
 * with what to write instead, and without what the texts have shown already. Immutable.
 */
public final class FaultFindings {

    /** What the texts show, and better. */
    private static final Pattern TOLD =
            Pattern.compile(
                    "Property with key \\[.*|.* is not declared in any resources.yaml.*"
                            + "|the route '.*' consumes from aws2-sqs.*|the id '.*' is used twice.*",
                    Pattern.DOTALL);

    private static final Pattern NAMED =
            Pattern.compile("(?m)^\\s*(?:- )?(?:id|name): *[\"']?([\\w-]{3,})");

    private final Map<String, String> texts;
    private final List<Finding> told;
    private final Wording wording;

    /**
     * @param told what is known already
     */
    public FaultFindings(FileInspection files, Wording wording) {
        this.texts = files.texts();
        this.told = files.findings();
        this.wording = wording;
    }

    /** The findings that the texts have not shown. */
    public List<Finding> of(List<Fault> faults) {
        List<Finding> findings = new ArrayList<>();
        Set<String> broken = namesInBrokenFiles(faults);
        for (Fault fault : faults) {
            if (!isTold(fault) && broken.stream().noneMatch(fault.reason()::contains)) {
                findings.add(finding(fault));
            }
        }
        return findings;
    }

    private boolean isTold(Fault fault) {
        Fault.Place place = fault.places().get(0);
        return TOLD.matcher(fault.reason()).matches()
                || told.stream()
                        .filter(Finding::isError)
                        .filter(finding -> finding.file().equals(place.file()))
                        .anyMatch(finding -> place.line() == 0 || isOfStep(finding, place));
    }

    /** Whether a finding lies in the step, or the entry, that begins in a line. */
    private boolean isOfStep(Finding finding, Fault.Place place) {
        return finding.line() >= place.line()
                && finding.line()
                        < Block.at(texts.getOrDefault(place.file(), ""), place.line()).end();
    }

    /** What else fails because of files that could not be read is no fault of its own. */
    private Set<String> namesInBrokenFiles(List<Fault> faults) {
        Set<String> names = new HashSet<>();
        Set<String> broken = new HashSet<>();
        texts.forEach(
                (path, text) -> {
                    if (path.endsWith(".camel.yaml") && YamlNodes.root(text).isEmpty()) {
                        broken.add(path);
                    }
                });
        told.stream().filter(Finding::isError).map(Finding::file).forEach(broken::add);
        faults.stream()
                .map(fault -> fault.places().get(0))
                .filter(place -> place.line() == 0)
                .map(Fault.Place::file)
                .forEach(broken::add);
        for (String path : broken) {
            Matcher named = NAMED.matcher(texts.getOrDefault(path, ""));
            while (named.find()) {
                names.add("'" + named.group(1) + "'");
                names.add(" " + named.group(1) + " ");
            }
        }
        return names;
    }

    private Finding finding(Fault fault) {
        Fault.Place place = fault.places().get(0);
        Wording.Words words = wording.of(fault.reason());
        String text = texts.getOrDefault(place.file(), "");
        Optional<Spot> exact =
                place.line() > 0
                        ? Block.at(text, place.line()).find(place.file(), words.named())
                        : Optional.empty();
        Spot known =
                place.column() > 0
                        ? new Spot(place.file(), place.line(), place.column())
                        : Block.start(place.file(), text, Math.max(1, place.line()));
        return Finding.error(
                place.column() > 0 ? known : exact.orElse(known), words.text());
    }
}
