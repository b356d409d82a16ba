//! Configurations of topics and brokers.

use std::ffi::{c_char, c_int};
use std::ptr;
use std::time::Duration;

use rd::rd_kafka_admin_op_t as Kind;
use rdkafka::bindings as rd;

use super::admin::{Native, Settings, each};
use super::native::{Owned, error_outcome, invalid, list, name, number, optional, outcome, text};
use crate::configs::{
    ConfigChange, ConfigEntry, ConfigResource, ConfigSource, ConfigSynonym, Edit,
};
use crate::refusal::Refusal;

type Resource = Owned<rd::rd_kafka_ConfigResource_t>;

/// In the order of `resources`. Each is asked for alone: a broker's is asked of that broker, and one that is denied
/// takes no other with it.
pub(crate) fn describe(
    client: &Native,
    resources: &[ConfigResource],
    limit: Duration,
) -> Vec<Result<Vec<ConfigEntry>, Refusal>> {
    let answers = each(
        client,
        Kind::RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS,
        &Settings::within(limit),
        resources,
        |call, wanted| {
            let resource = native_resource(wanted)?;
            let mut resources = [resource.pointer()];
            // SAFETY: one resource, which librdkafka copies.
            unsafe {
                rd::rd_kafka_DescribeConfigs(
                    call.client,
                    resources.as_mut_ptr(),
                    resources.len(),
                    call.options,
                    call.queue,
                );
            }
            Ok(())
        },
        // SAFETY: an answer of this kind, which lives as long as the event.
        |event, _| unsafe {
            let result = rd::rd_kafka_event_DescribeConfigs_result(event);
            let resource = only(list(|count| {
                rd::rd_kafka_DescribeConfigs_result_resources(result, count)
            }))?;
            let entries = list(|count| rd::rd_kafka_ConfigResource_configs(resource, count));
            Ok(entries.iter().map(|each| entry(*each)).collect())
        },
    );
    answers.into_iter().map(Result::flatten).collect()
}

/// In the order of `changes`, each resource alone.
pub(crate) fn alter(
    client: &Native,
    changes: &[(ConfigResource, Vec<ConfigChange>)],
    validate_only: bool,
    limit: Duration,
) -> Vec<Result<(), Refusal>> {
    let settings = Settings {
        validate_only,
        ..Settings::within(limit)
    };
    let answers = each(
        client,
        Kind::RD_KAFKA_ADMIN_OP_INCREMENTALALTERCONFIGS,
        &settings,
        changes,
        |call, (wanted, changes)| {
            let resource = native_resource(wanted)?;
            for change in changes {
                add(&resource, change)?;
            }
            let mut resources = [resource.pointer()];
            // SAFETY: one resource, which librdkafka copies.
            unsafe {
                rd::rd_kafka_IncrementalAlterConfigs(
                    call.client,
                    resources.as_mut_ptr(),
                    resources.len(),
                    call.options,
                    call.queue,
                );
            }
            Ok(())
        },
        // SAFETY: an answer of this kind, which lives as long as the event.
        |event, _| unsafe {
            let result = rd::rd_kafka_event_IncrementalAlterConfigs_result(event);
            only(list(|count| {
                rd::rd_kafka_IncrementalAlterConfigs_result_resources(result, count)
            }))
            .map(|_| ())
        },
    );
    answers.into_iter().map(Result::flatten).collect()
}

fn native_resource(resource: &ConfigResource) -> Result<Resource, Refusal> {
    use rd::rd_kafka_ResourceType_t as R;
    let (kind, resource) = match resource {
        ConfigResource::Topic(topic) => (R::RD_KAFKA_RESOURCE_TOPIC, name(topic)?),
        ConfigResource::Broker(id) => (R::RD_KAFKA_RESOURCE_BROKER, name(&id.to_string())?),
    };
    // SAFETY: a C string, which is copied; the value is ours.
    unsafe {
        Owned::new(
            rd::rd_kafka_ConfigResource_new(kind, resource.as_ptr()),
            rd::rd_kafka_ConfigResource_destroy,
        )
    }
    .ok_or_else(|| invalid("a resource has a name"))
}

fn add(resource: &Resource, change: &ConfigChange) -> Result<(), Refusal> {
    use rd::rd_kafka_AlterConfigOpType_t as O;
    let (kind, value) = match &change.edit {
        Edit::Set(value) => (O::RD_KAFKA_ALTER_CONFIG_OP_TYPE_SET, Some(value)),
        Edit::Delete => (O::RD_KAFKA_ALTER_CONFIG_OP_TYPE_DELETE, None),
        Edit::Append(value) => (O::RD_KAFKA_ALTER_CONFIG_OP_TYPE_APPEND, Some(value)),
        Edit::Subtract(value) => (O::RD_KAFKA_ALTER_CONFIG_OP_TYPE_SUBTRACT, Some(value)),
    };
    let key = name(&change.name)?;
    let value = value.map(|value| name(value)).transpose()?;
    let value: *const c_char = value.as_ref().map_or(ptr::null(), |value| value.as_ptr());
    // SAFETY: a living resource, and C strings that are copied; the error, if any, is ours.
    unsafe {
        let error = Owned::new(
            rd::rd_kafka_ConfigResource_add_incremental_config(
                resource.pointer(),
                key.as_ptr(),
                kind,
                value,
            ),
            rd::rd_kafka_error_destroy,
        );
        error.map_or(Ok(()), |error| error_outcome(error.pointer()))
    }
}

/// The one resource of an answer.
///
/// # Safety
/// `resources` live for `'a`.
unsafe fn only(
    resources: &[*const rd::rd_kafka_ConfigResource_t],
) -> Result<*const rd::rd_kafka_ConfigResource_t, Refusal> {
    let resource = *resources
        .first()
        .ok_or_else(|| invalid("an answer without the resource"))?;
    // SAFETY: the caller's promise; the text lives as long as its resource.
    unsafe {
        outcome(
            rd::rd_kafka_ConfigResource_error,
            rd::rd_kafka_ConfigResource_error_string,
            resource,
        )
    }?;
    Ok(resource)
}

/// # Safety
/// `entry` is one that lives during the call.
unsafe fn entry(entry: *const rd::rd_kafka_ConfigEntry_t) -> ConfigEntry {
    // SAFETY: the caller's promise; all parts live as long as their entry.
    unsafe {
        let synonyms = list(|count| rd::rd_kafka_ConfigEntry_synonyms(entry, count));
        ConfigEntry {
            name: text(rd::rd_kafka_ConfigEntry_name(entry)),
            value: optional(rd::rd_kafka_ConfigEntry_value(entry)),
            source: source(entry),
            is_read_only: rd::rd_kafka_ConfigEntry_is_read_only(entry) > 0,
            is_sensitive: rd::rd_kafka_ConfigEntry_is_sensitive(entry) > 0,
            synonyms: synonyms
                .iter()
                .map(|synonym| ConfigSynonym {
                    name: text(rd::rd_kafka_ConfigEntry_name(*synonym)),
                    value: optional(rd::rd_kafka_ConfigEntry_value(*synonym)),
                    source: source(*synonym),
                })
                .collect(),
        }
    }
}

/// # Safety
/// `entry` is one that lives during the call.
unsafe fn source(entry: *const rd::rd_kafka_ConfigEntry_t) -> ConfigSource {
    use rd::rd_kafka_ConfigSource_t as S;
    // SAFETY: the caller's promise. librdkafka does not check the broker's number.
    let number = unsafe { number(rd::rd_kafka_ConfigEntry_source, entry) };
    let is = |source: S| number == source as c_int;
    match () {
        () if is(S::RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG) => ConfigSource::Topic,
        () if is(S::RD_KAFKA_CONFIG_SOURCE_DYNAMIC_BROKER_CONFIG) => ConfigSource::Broker,
        () if is(S::RD_KAFKA_CONFIG_SOURCE_DYNAMIC_DEFAULT_BROKER_CONFIG) => {
            ConfigSource::AllBrokers
        }
        () if is(S::RD_KAFKA_CONFIG_SOURCE_STATIC_BROKER_CONFIG) => ConfigSource::BrokerFile,
        () if is(S::RD_KAFKA_CONFIG_SOURCE_DEFAULT_CONFIG) => ConfigSource::Default,
        () => ConfigSource::Other,
    }
}
