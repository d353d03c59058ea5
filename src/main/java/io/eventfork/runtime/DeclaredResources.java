package io.eventfork.runtime;

import io.eventfork.provisioning.Inspection;
import io.eventfork.provisioning.Plan;
import io.eventfork.provisioning.PlannedResource;
import io.eventfork.provisioning.Provisioner;
import io.eventfork.provisioning.ProvisioningException;
import io.eventfork.provisioning.ResourceNames;
import io.eventfork.provisioning.Resources;
import io.eventfork.runtime.routes.ResourceGate;
import io.eventfork.runtime.routes.ResourcesRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the route files declare that they need from the cloud: made when {@code eventfork.provision}
 * is {@code create}, otherwise only looked for. Thread-safe.
 */
final class DeclaredResources implements ResourceGate {

    private static final Logger LOG = LoggerFactory.getLogger(DeclaredResources.class);
    private static final Ahead NOTHING_AHEAD = new Ahead(Map.of(), Resources.none(), null);

    private final AwsClients clients;
    private final ResourceNames names;
    private final ResourceFiles files;
    private final boolean create;
    private volatile Ahead ahead = NOTHING_AHEAD;
    private volatile List<String> unknown = List.of();

    /** What some declarations mean, and the plan for it, which is being made; null if none is. */
    private record Ahead(
            Map<String, String> declarations, Resources resources, CompletableFuture<Plan> plan) {

        boolean isOf(Map<String, String> others) {
            return declarations.equals(others);
        }
    }

    DeclaredResources(Settings settings, AwsClients clients, String account) {
        this.clients = clients;
        this.files = ResourceFiles.of(settings);
        this.create = settings.oneOf("eventfork.provision", "create", "verify").equals("create");
        this.names =
                new ResourceNames(
                        files.naming(),
                        clients.region().metadata() == null
                                ? "aws"
                                : clients.region().metadata().partition().id(),
                        clients.region().id(),
                        account,
                        Resources.none());
    }

    ResourceNames names() {
        return names;
    }

    /**
     * Begins to look for what is declared, beside the rest of the start. The first {@link #declare}
     * takes up what was found if it declares the same, and looks itself otherwise.
     */
    void lookAhead(Map<String, String> declarations) {
        try {
            Resources resources = files.read(declarations);
            ahead =
                    new Ahead(
                            declarations,
                            resources,
                            CompletableFuture.supplyAsync(
                                    () -> provisioner().plan(resources),
                                    task -> new Thread(task, "eventfork-resources").start()));
        } catch (ResourcesRefusedException e) {
            LOG.debug("What is declared is wrong; the declaration itself will say so.", e);
        }
    }

    private Plan plan(Resources resources, Map<String, String> declarations, Ahead seen) {
        if (seen.plan() == null || !seen.isOf(declarations)) {
            return provisioner().plan(resources);
        }
        try {
            return seen.plan().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void declare(Map<String, String> declarations) throws ResourcesRefusedException {
        Ahead seen = ahead;
        // The cloud changes: what was seen at the start says nothing later.
        ahead = NOTHING_AHEAD;
        Resources resources = seen.isOf(declarations) ? seen.resources() : files.read(declarations);
        Resources before = names.declared();
        names.declare(resources);
        try {
            provide(resources, declarations, seen);
        } catch (ResourcesRefusedException e) {
            names.declare(before);
            throw e;
        }
    }

    /** What the files declare against what is there. */
    Plan plan(Map<String, String> declarations) throws ResourcesRefusedException {
        know(declarations);
        return provisioner().plan(names.declared());
    }

    /** Takes what the files declare for granted. */
    void know(Map<String, String> declarations) throws ResourcesRefusedException {
        names.declare(files.read(declarations));
    }

    /** What a look at each resource shows; nothing is changed. */
    List<Inspection> inspect(Resources resources) {
        names.declare(resources);
        return provisioner().inspect(resources);
    }

    Plan create(Plan plan) {
        return provisioner().create(plan);
    }

    private Provisioner provisioner() {
        return new Provisioner(
                clients.sqs(),
                clients.sns(),
                clients.dynamoDb(),
                clients.s3(),
                clients::eventBridge,
                clients::kinesis,
                names);
    }

    private void provide(Resources resources, Map<String, String> declarations, Ahead seen)
            throws ResourcesRefusedException {
        try {
            Plan plan = plan(resources, declarations, seen);
            if (create) {
                plan = provisioner().create(plan);
                tell(plan.created());
            }
            Optional<String> missing = plan.missingSentence();
            if (missing.isPresent()) {
                throw refused(declarations, missing.get());
            }
            tellUnknown(plan.unknown().stream().map(PlannedResource::toString).toList());
            if (isSettled()) {
                plan.different().forEach(difference -> LOG.warn("{}", difference));
            }
        } catch (ProvisioningException e) {
            throw refused(declarations, e.getMessage());
        }
    }

    @Override
    public boolean isSettled() {
        return unknown.isEmpty();
    }

    private void tellUnknown(List<String> now) {
        if (now.isEmpty() && !isSettled()) {
            LOG.info("All resources have been looked up.");
        } else if (!now.equals(unknown)) {
            LOG.warn(
                    "Some resources cannot be looked up now; what needs them waits: {}.",
                    String.join(", ", now));
        }
        unknown = now;
    }

    private static void tell(List<PlannedResource> created) {
        if (!created.isEmpty()) {
            LOG.info(
                    "Created {}.",
                    created.stream()
                            .map(made -> made.resource().kind().label() + " " + made.physicalName())
                            .collect(Collectors.joining(", ")));
        }
    }

    /** By the cloud, which may answer otherwise the next time. */
    private static ResourcesRefusedException refused(
            Map<String, String> declarations, String reason) {
        String file = declarations.keySet().stream().reduce((first, last) -> last).orElse("");
        return new ResourcesRefusedException(file, 0, reason, true);
    }
}
