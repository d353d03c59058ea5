/** Tasks as containers on Amazon ECS with AWS Fargate. */
package io.eventfork.tasks.ecs;
