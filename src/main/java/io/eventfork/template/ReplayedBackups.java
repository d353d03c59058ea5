package io.eventfork.template;

import io.eventfork.provisioning.ResourceKind;
import java.util.List;
import java.util.Set;

/**
 * What backup pipelines have written, and a replay may read: any of them, as an operator names one.
 * Without a replay pipeline nobody does. Queues are those of the replay pipelines, which are
 * allowed them as routes. Immutable.
 */
final class ReplayedBackups {

    private static final String BUCKET = "Bucket";

    /** What a backup pipeline is told by, as {@code io.eventfork.replay} does. */
    private static final Set<String> OF_BACKUP =
            Set.of("Queue", BUCKET, "StreamPrefix", "ErrorOutputPrefix");

    private static final Set<String> OF_REPLAY = Set.of("Queue", "DestinationQueueName");

    private final List<RouteUnit> backups;

    /**
     * @param units all routes
     */
    ReplayedBackups(List<RouteUnit> units) {
        boolean areReplayed = units.stream().anyMatch(unit -> has(unit, OF_REPLAY));
        this.backups =
                areReplayed
                        ? units.stream().filter(unit -> has(unit, OF_BACKUP)).toList()
                        : List.of();
    }

    /** Allows to list and read them, and to decrypt what they encrypt. */
    void grant(BeanUse use, Needs needs) {
        for (RouteUnit backup : backups) {
            Reference bucket = new Reference(ResourceKind.BUCKET, backup.parameters().get(BUCKET));
            needs.declared(backup, bucket)
                    .ifPresent(
                            target -> {
                                needs.allow(backup, target, "s3:ListBucket");
                                needs.grants()
                                        .allow(
                                                backup.app(),
                                                target.below("/*"),
                                                List.of("s3:GetObject"));
                            });
            needs.keys()
                    .allow(
                            backup,
                            backup.parameters().get("KmsKeyId"),
                            needs.grants(),
                            "kms:Decrypt");
        }
    }

    private static boolean has(RouteUnit unit, Set<String> parameters) {
        return unit.parameters().keySet().containsAll(parameters);
    }
}
