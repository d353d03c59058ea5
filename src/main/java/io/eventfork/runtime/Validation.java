package io.eventfork.runtime;

import io.eventfork.runtime.inspection.DslSchema;
import io.eventfork.runtime.inspection.FaultFindings;
import io.eventfork.runtime.inspection.FileInspection;
import io.eventfork.runtime.inspection.Finding;
import io.eventfork.runtime.inspection.Wording;
import io.eventfork.runtime.routes.RouteJudge;
import io.eventfork.runtime.routes.RouteSource;
import io.eventfork.runtime.routes.RouteTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Checks route and resources files before they run: no port is opened, and without {@code connect}
 * no cloud is asked. Not thread-safe.
 */
public final class Validation implements AutoCloseable {

    private static final String NOT_TRIED =
            "Not tried, as it would change something: sending, receiving, publishing, putting, writing, and encryption by KMS.";

    private final Settings settings;
    private final DslSchema schema = DslSchema.load();
    private final Lazy<Application> application;

    private Validation(Settings settings) {
        this.settings = settings;
        this.application = new Lazy<>(() -> Application.unstarted(settings));
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
        try (Validation validation = of(settings)) {
            return validation.validate(Sources.of(settings), config, connect);
        }
    }

    /** A validation of several folders. */
    static Validation of(Settings settings) {
        return new Validation(settings);
    }

    private Outcome validate(RouteSource source, Optional<Path> config, boolean connect) {
        try {
            RouteTree tree = source.read();
            FileInspection files = inspection(tree);
            List<Finding> findings = new ArrayList<>(findings(files, source::location, config));
            if (config.isPresent()) {
                findings.addAll(
                        ConfigInspection.of(
                                config.get(), SettingSources.names(), files.usedSettings()));
            }
            if (connect) {
                findings.addAll(new CloudInspection(settings, files.declared()).findings());
            }
            return new Outcome(
                    findings, tree.files().size(), connect ? List.of(NOT_TRIED) : List.of());
        } catch (IOException e) {
            throw new StartException("Cannot read %s: %s.".formatted(source, e.getMessage()), e);
        }
    }

    /**
     * What the files of a tree show.
     *
     * @param location the location of a file for Camel, given its path
     */
    Outcome validate(RouteTree tree, UnaryOperator<String> location) {
        return new Outcome(
                findings(inspection(tree), location, Optional.empty()),
                tree.files().size(),
                List.of());
    }

    private List<Finding> findings(
            FileInspection files, UnaryOperator<String> location, Optional<Path> config) {
        List<Finding> findings = new ArrayList<>(files.findings());
        findings.addAll(judged(files, location, config));
        return findings;
    }

    private FileInspection inspection(RouteTree tree) {
        return new FileInspection(
                tree, schema, settings.placeholders(), CloudSettings.naming(settings));
    }

    private List<Finding> judged(
            FileInspection files, UnaryOperator<String> location, Optional<Path> config) {
        Application judges;
        try {
            Shipping.check(settings);
            judges = application.get();
        } catch (StartException e) {
            return List.of(
                    Finding.error(
                            config.map(Path::toString).orElse("settings"),
                            e.getMessage().replaceFirst("\\.$", "")));
        }
        judges.pretend(files.usable(), files.standIns());
        RouteJudge judge = new RouteJudge(judges.context(), location, RouteRules.all());
        Wording wording = new Wording(new KnownNames(judges.context(), files.templates()));
        return new FaultFindings(files, wording).of(judge.judge(files.texts()));
    }

    @Override
    public void close() {
        application.ifMade().ifPresent(Application::close);
    }
}
