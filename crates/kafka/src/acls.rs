use std::time::Duration;

use crate::access::{Acl, AclFilter, CLUSTER, Operation, ResourceKind};
use crate::cluster::Cluster;
use crate::error::{Error, Result};
use crate::ffi;

impl Cluster {
    /// The entries that a filter takes. A cluster without an authorizer, which lets everybody do everything, has none.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for who may not see them, else why there is no answer.
    pub async fn acls(&self, filter: AclFilter, limit: Duration) -> Result<Vec<Acl>> {
        let mut acls = self
            .administer(limit, CLUSTER, move |client, limit| {
                ffi::acls::describe(client, &filter, limit)
            })
            .await?;
        // librdkafka drops the error of this answer: who may not see entries gets an empty list.
        if acls.is_empty() && !self.may_see_acls(limit).await? {
            return Err(Error::Forbidden {
                resource: ResourceKind::Cluster,
                reason: CLUSTER.to_owned(),
            });
        }
        acls.sort_unstable();
        Ok(acls)
    }

    /// A broker that does not tell is taken at its word.
    async fn may_see_acls(&self, limit: Duration) -> Result<bool> {
        let operations = self.describe(limit).await?.operations;
        Ok(operations.is_none_or(|operations| operations.contains(&Operation::Describe)))
    }

    /// Adds entries; one that is there already stays. The answers are in the order of `acls`.
    ///
    /// # Errors
    /// Why there is no answer at all, or an entry of a kind that librdkafka does not know.
    pub async fn create_acls(
        &self,
        acls: Vec<Acl>,
        limit: Duration,
    ) -> Result<Vec<(Acl, Result<()>)>> {
        let wanted = acls.clone();
        let answers = self.administer(limit, CLUSTER, move |client, limit| {
            ffi::acls::create(client, &wanted, limit)
        });
        let answers = answers.await?;
        Ok(acls
            .into_iter()
            .zip(answers)
            .map(|(acl, answer)| (acl, answer.map_err(|refusal| refusal.about(CLUSTER, limit))))
            .collect())
    }

    /// Takes away all entries that the filters take; [`AclFilter::from`] an entry takes that one alone. Answers with
    /// what each filter took away, in the order of `filters`.
    ///
    /// # Errors
    /// Why there is no answer at all.
    pub async fn delete_acls(
        &self,
        filters: Vec<AclFilter>,
        limit: Duration,
    ) -> Result<Vec<Result<Vec<Acl>>>> {
        let answers = self.administer(limit, CLUSTER, move |client, limit| {
            Ok(ffi::acls::delete(client, &filters, limit))
        });
        Ok(answers
            .await?
            .into_iter()
            .map(|answer| answer.map_err(|refusal| refusal.about(CLUSTER, limit)))
            .collect())
    }
}
