package io.eventfork.runtime;

import io.eventfork.provisioning.Naming;
import io.eventfork.runtime.inspection.FaultFindings;
import io.eventfork.runtime.inspection.FileInspection;
import io.eventfork.runtime.inspection.Finding;
import io.eventfork.runtime.inspection.Wording;
import io.eventfork.runtime.routes.Fault;
import io.eventfork.runtime.routes.RouteJudge;
import io.eventfork.runtime.routes.RouteSource;
import io.eventfork.runtime.routes.RouteTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Checks route and resources files before they run: no port is opened, no cloud is asked. */
public final class Validation {

    private static final String NOT_TRIED =
            "Not tried, as it would change something: sending, receiving, publishing, putting, writing, and encryption by KMS.";

    private final Settings settings;
    private final FileInspection files;
    private final RouteTree tree;

    private Validation(Settings settings, RouteTree tree) {
        this.settings = settings;
        this.tree = tree;
        this.files = new FileInspection(tree, settings.all(), naming(settings));
    }

    /**
     * What was found.
     *
     * @param findings by file, line and column
     * @param files how many files were looked at
     * @param notes what was not looked at, in sentences
     */
    public record Outcome(List<Finding> findings, int files, List<String> notes) {

        public Outcome {
            notes = List.copyOf(notes);
            findings = List.copyOf(new TreeSet<>(findings));
        }

        public long errors() {
            return findings.stream().filter(Finding::isError).count();
        }

        public long warnings() {
            return findings.size() - errors();
        }
    }

    /**
     * Looks at all files that the settings name.
     *
     * @param settings as {@link Settings#loadKnown} has them
     * @param config the configuration file, if there is one
     * @param connect whether to look at the declared resources in the cloud, too
     * @throws StartException if there is no such folder, or the cloud cannot be used at all
     */
    public static Outcome run(Settings settings, Optional<Path> config, boolean connect) {
        RouteSource source = Sources.of(settings);
        try {
            return new Validation(settings, source.read()).outcome(source, config, connect);
        } catch (IOException e) {
            throw new StartException("Cannot read %s: %s.".formatted(source, e.getMessage()), e);
        }
    }

    private Outcome outcome(RouteSource source, Optional<Path> config, boolean connect)
            throws IOException {
        List<Finding> findings = new ArrayList<>(files.findings());
        if (config.isPresent()) {
            findings.addAll(
                    ConfigInspection.of(config.get(), Settings.names(), files.usedSettings()));
        }
        try {
            findings.addAll(judged(source));
        } catch (StartException e) {
            findings.add(
                    new Finding(
                            Finding.Severity.ERROR,
                            config.map(Path::toString).orElse("settings"),
                            0,
                            0,
                            e.getMessage().replaceFirst("\\.$", "")));
        }
        if (connect) {
            findings.addAll(new CloudInspection(settings, files.declared()).findings());
        }
        return new Outcome(findings, tree.files().size(), connect ? List.of(NOT_TRIED) : List.of());
    }

    private List<Finding> judged(RouteSource source) {
        try (Application application =
                Application.unstarted(settings.with(files.standIns()), files.usable())) {
            RouteJudge judge =
                    new RouteJudge(application.context(), source, Application.checks());
            List<Fault> faults = judge.judge(tree.files());
            return new FaultFindings(
                            files,
                            new Wording(
                                    new KnownNames(application.context(), files.templates())))
                    .of(faults);
        }
    }

    private static Naming naming(Settings settings) {
        return new Naming(
                settings.text("eventfork.prefix"), settings.text("eventfork.bucket-suffix"));
    }
}
