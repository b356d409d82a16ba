//! Settings of topics and of the broker: `DescribeConfigs`, `IncrementalAlterConfigs`.

use std::collections::HashSet;
use std::sync::Arc;

use kafka_protocol::ResponseError;
use kafka_protocol::messages::describe_configs_request::DescribeConfigsResource;
use kafka_protocol::messages::describe_configs_response::{
    DescribeConfigsResourceResult, DescribeConfigsResult, DescribeConfigsSynonym,
};
use kafka_protocol::messages::incremental_alter_configs_request::{
    AlterConfigsResource, AlterableConfig,
};
use kafka_protocol::messages::incremental_alter_configs_response::AlterConfigsResourceResponse;
use kafka_protocol::messages::{
    DescribeConfigsRequest, DescribeConfigsResponse, IncrementalAlterConfigsRequest,
    IncrementalAlterConfigsResponse,
};
use kafka_protocol::protocol::StrBytes;

use crate::admin::{Refusal, sentence};
use crate::broker::{Broker, NODE};
use crate::settings::{self, Kind, Overrides, SETTINGS, Setting};
use crate::topic::{Topic, check_name};

// Resource types.
const TOPIC: i8 = 2;
const BROKER: i8 = 4;

// Sources.
const FROM_TOPIC: i8 = 1;
const FROM_START: i8 = 4;
const DEFAULT: i8 = 5;

/// What the broker was started with, beside the defaults that topics inherit.
const BROKER_SETTINGS: &[(&str, Kind, &str, i8)] = &[
    ("advertised.listeners", Kind::Text, "", FROM_START),
    (
        "auto.create.topics.enable",
        Kind::Boolean,
        "false",
        FROM_START,
    ),
    ("broker.id", Kind::Int, "1", FROM_START),
    ("connections.max.idle.ms", Kind::Long, "600000", DEFAULT),
    ("default.replication.factor", Kind::Int, "1", DEFAULT),
    ("delete.topic.enable", Kind::Boolean, "true", DEFAULT),
    ("fetch.max.bytes", Kind::Int, "57671680", DEFAULT),
    (
        "group.initial.rebalance.delay.ms",
        Kind::Int,
        "0",
        FROM_START,
    ),
    (
        "group.max.session.timeout.ms",
        Kind::Int,
        "1800000",
        DEFAULT,
    ),
    ("group.max.size", Kind::Int, "1000", FROM_START),
    ("group.min.session.timeout.ms", Kind::Int, "6000", DEFAULT),
    (
        "log.retention.check.interval.ms",
        Kind::Long,
        "300000",
        DEFAULT,
    ),
    ("node.id", Kind::Int, "1", FROM_START),
    ("num.partitions", Kind::Int, "1", DEFAULT),
    ("offset.metadata.max.bytes", Kind::Int, "4096", DEFAULT),
    ("process.roles", Kind::List, "broker,controller", FROM_START),
    ("socket.request.max.bytes", Kind::Int, "104857600", DEFAULT),
];

/// Describes topics and the broker.
pub(crate) fn describe(
    broker: &Broker,
    version: i16,
    request: &DescribeConfigsRequest,
) -> DescribeConfigsResponse {
    let results = request.resources.iter().map(|resource| {
        let result = DescribeConfigsResult::default()
            .with_resource_type(resource.resource_type)
            .with_resource_name(resource.resource_name.clone());
        match described(broker, resource) {
            Ok(mut configs) => {
                if let Some(keys) = &resource.configuration_keys {
                    configs.retain(|config| keys.contains(&config.name));
                }
                for config in &mut configs {
                    if !request.include_synonyms {
                        config.synonyms.clear();
                    }
                    if version < 3 {
                        config.config_type = 0;
                    }
                }
                result.with_error_message(None).with_configs(configs)
            }
            Err((error, message)) => result
                .with_error_code(error.code())
                .with_error_message(Some(sentence(message))),
        }
    });
    DescribeConfigsResponse::default().with_results(results.collect())
}

fn described(
    broker: &Broker,
    resource: &DescribeConfigsResource,
) -> Result<Vec<DescribeConfigsResourceResult>, Refusal> {
    match resource.resource_type {
        TOPIC => {
            let topic = find_topic(broker, &resource.resource_name)?;
            let overrides = topic.overrides();
            Ok(SETTINGS
                .iter()
                .map(|setting| topic_setting(setting, &overrides))
                .collect())
        }
        // The cluster-wide default, which nobody has set.
        BROKER if resource.resource_name.is_empty() => Ok(Vec::new()),
        BROKER => {
            check_broker(&resource.resource_name)?;
            Ok(broker_settings(broker))
        }
        other => Err((
            ResponseError::InvalidRequest,
            format!("Unsupported resource type: {other}"),
        )),
    }
}

fn find_topic(broker: &Broker, name: &str) -> Result<Arc<Topic>, Refusal> {
    check_name(name).map_err(|why| (ResponseError::InvalidTopicException, why))?;
    broker.topics.by_name(name).ok_or_else(|| {
        let message = format!("The topic '{name}' does not exist.");
        (ResponseError::UnknownTopicOrPartition, message)
    })
}

fn check_broker(name: &str) -> Result<(), Refusal> {
    match name.parse::<i32>() {
        Ok(id) if id == NODE.0 => Ok(()),
        Ok(id) => Err((
            ResponseError::InvalidRequest,
            format!(
                "Unexpected broker id, expected {}, but received {id}",
                NODE.0
            ),
        )),
        Err(_) => Err((
            ResponseError::InvalidRequest,
            format!("Broker id must be an integer, but it is: {name}"),
        )),
    }
}

fn topic_setting(
    setting: &'static Setting,
    overrides: &Overrides,
) -> DescribeConfigsResourceResult {
    let own = overrides.own(setting.name);
    let mut synonyms = Vec::new();
    if let Some(value) = own {
        synonyms.push(synonym(setting.name, value, FROM_TOPIC));
    }
    if !setting.broker_name.is_empty() {
        synonyms.push(synonym(setting.broker_name, setting.default, DEFAULT));
    }
    let source = if own.is_some() { FROM_TOPIC } else { DEFAULT };
    described_as(
        setting.name,
        overrides.value(setting),
        setting.kind,
        source,
        false,
    )
    .with_synonyms(synonyms)
}

fn broker_settings(broker: &Broker) -> Vec<DescribeConfigsResourceResult> {
    let listeners = format!("PLAINTEXT://{}", broker.address);
    let inherited = SETTINGS
        .iter()
        .filter(|setting| !setting.broker_name.is_empty());
    let inherited =
        inherited.map(|setting| (setting.broker_name, setting.kind, setting.default, DEFAULT));
    let mut all: Vec<_> = BROKER_SETTINGS.iter().copied().chain(inherited).collect();
    all.sort_unstable_by_key(|(name, ..)| *name);
    all.iter()
        .map(|&(name, kind, value, source)| {
            let value = if name == "advertised.listeners" {
                &listeners
            } else {
                value
            };
            described_as(name, value, kind, source, true)
                .with_synonyms(vec![synonym(name, value, source)])
        })
        .collect()
}

fn described_as(
    name: &'static str,
    value: &str,
    kind: Kind,
    source: i8,
    read_only: bool,
) -> DescribeConfigsResourceResult {
    DescribeConfigsResourceResult::default()
        .with_name(StrBytes::from_static_str(name))
        .with_value(Some(sentence(value)))
        .with_config_type(kind as i8)
        .with_config_source(source)
        .with_read_only(read_only)
        .with_documentation(None)
}

fn synonym(name: &'static str, value: &str, source: i8) -> DescribeConfigsSynonym {
    DescribeConfigsSynonym::default()
        .with_name(StrBytes::from_static_str(name))
        .with_value(Some(sentence(value)))
        .with_source(source)
}

/// Changes topic settings (KIP-339): all changes of a resource, or none.
pub(crate) fn alter(
    broker: &Broker,
    request: &IncrementalAlterConfigsRequest,
) -> IncrementalAlterConfigsResponse {
    let responses = request.resources.iter().map(|resource| {
        let response = AlterConfigsResourceResponse::default()
            .with_resource_type(resource.resource_type)
            .with_resource_name(resource.resource_name.clone());
        match alter_resource(broker, resource, request.validate_only) {
            Ok(()) => response.with_error_message(None),
            Err((error, message)) => response
                .with_error_code(error.code())
                .with_error_message(Some(sentence(message))),
        }
    });
    IncrementalAlterConfigsResponse::default().with_responses(responses.collect())
}

fn alter_resource(
    broker: &Broker,
    resource: &AlterConfigsResource,
    validate: bool,
) -> Result<(), Refusal> {
    if resource.resource_type != TOPIC {
        return Err((
            ResponseError::InvalidRequest,
            "The sandbox changes settings of topics only".to_owned(),
        ));
    }
    let topic = find_topic(broker, &resource.resource_name)?;
    let mut overrides = topic.overrides();
    let mut changed = HashSet::new();
    for config in &resource.configs {
        if !changed.insert(&config.name) {
            return Err((
                ResponseError::InvalidRequest,
                format!("Error due to duplicate config keys: {}", config.name),
            ));
        }
        change(&mut overrides, config)?;
    }
    if !validate {
        topic.set_overrides(overrides);
    }
    Ok(())
}

fn change(overrides: &mut Overrides, config: &AlterableConfig) -> Result<(), Refusal> {
    const SET: i8 = 0;
    const DELETE: i8 = 1;
    const APPEND: i8 = 2;
    const SUBTRACT: i8 = 3;
    let name = &config.name;
    let invalid = |message: String| (ResponseError::InvalidConfig, message);
    let setting = settings::setting(name)
        .ok_or_else(|| invalid(format!("Unknown topic config name: {name}")))?;
    if config.config_operation == DELETE {
        overrides.unset(setting);
        return Ok(());
    }
    let value = config.value.as_deref().ok_or_else(|| {
        (
            ResponseError::InvalidRequest,
            format!("Null value not supported for : {name}"),
        )
    })?;
    let value = match config.config_operation {
        SET => value.to_owned(),
        APPEND | SUBTRACT if setting.kind != Kind::List => {
            return Err(invalid(format!(
                "Can't append to or subtract from key {name} because its type is not LIST."
            )));
        }
        APPEND => joined(words(overrides.value(setting)).chain(words(value))),
        SUBTRACT => {
            let taken: Vec<_> = words(value).collect();
            joined(words(overrides.value(setting)).filter(|word| !taken.contains(word)))
        }
        other => {
            return Err((
                ResponseError::InvalidRequest,
                format!("Unknown operation type {other}"),
            ));
        }
    };
    setting.check(&value).map_err(invalid)?;
    overrides.set(setting, value);
    Ok(())
}

fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
}

/// Each word once, in the order of its first place.
fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for word in words {
        if !kept.contains(&word) {
            kept.push(word);
        }
    }
    kept.join(",")
}
