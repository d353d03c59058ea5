package io.eventfork.runtime.inspection;

import io.eventfork.runtime.routes.Fault;
import io.eventfork.runtime.routes.RouteTree;
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
                            + "|the route '.*' consumes from aws2-sqs.*",
                    Pattern.DOTALL);

    /** What the texts show, and better, unless nothing else is said of the file. */
    private static final Pattern VAGUE =
            Pattern.compile("Unsupported field: .*|No type converter available .*", Pattern.DOTALL);

    private static final Pattern TWICE = Pattern.compile("the id ('.*') is used twice");

    private static final Pattern SHARED =
            Pattern.compile("(?:routeTemplate|routeConfiguration):\\s*\\R\\s+id: *([\\w-]+)");

    private static final Pattern WHERE = Pattern.compile(" \\(the step at .*\\)$");

    private final Map<String, String> texts;
    private final List<Finding> told;
    private final Wording wording;

    /**
     * @param files what their texts have shown
     */
    public FaultFindings(FileInspection files, Wording wording) {
        this.texts = files.texts();
        this.told = files.findings();
        this.wording = wording;
    }

    /** The findings that the texts have not shown. */
    public List<Finding> of(List<Fault> faults) {
        List<Finding> findings = new ArrayList<>();
        List<Pattern> broken = sharedByBrokenFiles(faults);
        for (Fault fault : faults) {
            if (!isTold(fault)
                    && !isRepeated(fault, faults)
                    && broken.stream().noneMatch(name -> name.matcher(fault.reason()).find())) {
                findings.add(finding(fault));
            }
        }
        return findings;
    }

    private boolean isTold(Fault fault) {
        String reason = reason(fault);
        Fault.Place place = fault.places().get(0);
        boolean isVague = VAGUE.matcher(reason).matches();
        Optional<Spot> exact = wording.of(reason).named().flatMap(named -> exact(fault, named));
        return TOLD.matcher(reason).matches()
                || told.stream()
                        .filter(Finding::isError)
                        .anyMatch(
                                finding ->
                                        finding.text().contains(reason)
                                                || isVague && isInFileOf(finding, fault)
                                                || exact.map(spot -> isInLineOf(finding, spot))
                                                        .orElseGet(() -> isOfStep(finding, place)));
    }

    private static boolean isInFileOf(Finding finding, Fault fault) {
        return fault.places().stream().anyMatch(place -> place.file().equals(finding.file()));
    }

    private static boolean isInLineOf(Finding finding, Spot spot) {
        return finding.file().equals(spot.file()) && finding.line() == spot.line();
    }

    /** Whether a finding lies in the step that begins in a line. */
    private boolean isOfStep(Finding finding, Fault.Place place) {
        return finding.file().equals(place.file())
                && (place.line() == 0
                        || finding.line() >= place.line()
                                && finding.line() < Block.at(text(place), place.line()).end());
    }

    /** A route whose id another has is told of where the ids are. */
    private static boolean isRepeated(Fault fault, List<Fault> faults) {
        Matcher twice = TWICE.matcher(fault.reason());
        return twice.matches()
                && faults.stream()
                        .anyMatch(
                                other ->
                                        other.reason()
                                                .contains(
                                                        "route id %s is used twice"
                                                                .formatted(twice.group(1))));
    }

    private static String reason(Fault fault) {
        return WHERE.matcher(fault.reason()).replaceFirst("");
    }

    /** What fails only because files that others need could not be read is no fault of its own. */
    private List<Pattern> sharedByBrokenFiles(List<Fault> faults) {
        Set<String> broken = new HashSet<>();
        texts.forEach(
                (path, text) -> {
                    if (RouteTree.isRoutes(path) && YamlNodes.root(text).isEmpty()) {
                        broken.add(path);
                    }
                });
        faults.stream()
                .filter(fault -> VAGUE.matcher(fault.reason()).matches())
                .forEach(fault -> broken.add(fault.places().get(0).file()));
        told.stream().filter(Finding::isError).map(Finding::file).forEach(broken::add);
        List<Pattern> names = new ArrayList<>();
        for (String path : broken) {
            Matcher shared = SHARED.matcher(texts.getOrDefault(path, ""));
            while (shared.find()) {
                names.add(
                        Pattern.compile(
                                "(?<![\\w-])" + Pattern.quote(shared.group(1)) + "(?![\\w-])"));
            }
        }
        return names;
    }

    private Finding finding(Fault fault) {
        Fault.Place place = fault.places().get(0);
        Wording.Words words = wording.of(reason(fault));
        if (place.column() > 0) {
            return Finding.error(
                    new Spot(place.file(), place.line(), place.column()), words.text());
        }
        Optional<Spot> exact = words.named().flatMap(named -> exact(fault, named));
        Spot start = Block.start(place.file(), text(place), Math.max(1, place.line()));
        String where = fault.reason().substring(reason(fault).length());
        return Finding.error(exact.orElse(start), words.text() + (exact.isPresent() ? "" : where));
    }

    /** In one of the steps and entries in question; Camel may name the step before or after it. */
    private Optional<Spot> exact(Fault fault, Wording.Named named) {
        Fault.Place first = fault.places().get(0);
        return fault.places().stream()
                .filter(place -> place.line() > 0)
                .flatMap(
                        place ->
                                Block.at(text(place), place.line())
                                        .find(place.file(), named)
                                        .stream())
                .findFirst()
                .or(() -> Block.whole(text(first)).find(first.file(), named));
    }

    private String text(Fault.Place place) {
        return texts.getOrDefault(place.file(), "");
    }
}
