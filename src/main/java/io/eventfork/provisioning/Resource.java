package io.eventfork.provisioning;

/**
 * One declared resource. All kinds are immutable records that are equal when their declarations
 * are; names are bare, as written in {@code resources.yaml}.
 */
public sealed interface Resource
        permits Topic, Queue, Subscription, Bus, Rule, DataStream, Table, Bucket {

    ResourceKind kind();

    /** The bare name, unique within its kind. */
    String name();
}
