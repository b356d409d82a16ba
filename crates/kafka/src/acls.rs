use std::time::Duration;

use crate::access::{Acl, AclFilter, CLUSTER};
use crate::cluster::Cluster;
use crate::error::Result;
use crate::ffi;

impl Cluster {
    /// The entries that a filter takes. A cluster without an authorizer answers `SecurityDisabled`.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn acls(&self, filter: AclFilter, limit: Duration) -> Result<Vec<Acl>> {
        let mut acls = self
            .administer(limit, CLUSTER, move |client, limit| {
                ffi::acls::describe(client, &filter, limit)
            })
            .await?;
        acls.sort_unstable();
        Ok(acls)
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
