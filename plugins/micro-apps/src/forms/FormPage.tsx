import {
  Content,
  Header,
  InfoCard,
  Link,
  Page,
} from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import {
  ARTEFACT_KINDS,
  artefactTemplate,
  type ArtefactKind,
} from '@micro-apps/governance-core';
import {
  ErrorNotice,
  LoadingRows,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { useTexts } from '../translation/useTexts';
import { FormEditor } from './FormEditor';
import { FormRecord } from './FormRecord';
import { FormText } from './FormText';
import { ReviewForm } from './ReviewForm';

/** `/micro-apps/apps/:id/forms/:kind`: one form, to fill in, read and accept. */
export function FormPage() {
  const { id = '', kind: given } = useParams();
  const kind = ARTEFACT_KINDS.find(each => each === given) ?? ARTEFACT_KINDS[0];
  return <OneForm key={`${id} ${kind}`} id={id} kind={kind} />;
}

function OneForm({ id, kind }: { id: string; kind: ArtefactKind }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const [changing, setChanging] = useState(false);
  const template = artefactTemplate(kind);
  const { value, error, reload } = useAsyncResource(
    () => api.getArtefact(id, kind),
    [api, id, kind],
  );
  const isDraft = value?.state === 'draft' || value?.state === 'not-begun';
  const editing = value?.mayEdit && (isDraft || changing);
  const done = () => {
    setChanging(false);
    return reload();
  };
  return (
    <Page themeId="tool">
      <Header
        title={template.title}
        subtitle={value && t('forms.subtitle', { app: value.appName })}
      />
      <Content>
        <Box mb={2}>
          <Link to={`/catalog/default/component/${id}/risk`}>
            {t('forms.back')}
          </Link>
        </Box>
        {error && <ErrorNotice error={error} onRetry={reload} />}
        {!value && !error && <LoadingRows rows={8} />}
        {value && (
          <Grid container spacing={3}>
            <Grid item xs={12} md={8}>
              <InfoCard>
                <Typography paragraph>{template.purpose}</Typography>
                {editing ? (
                  <FormEditor
                    key={value.version}
                    appId={id}
                    form={value}
                    onDone={done}
                  />
                ) : (
                  <FormText
                    form={value}
                    onChange={
                      value.mayEdit ? () => setChanging(true) : undefined
                    }
                  />
                )}
              </InfoCard>
            </Grid>
            <Grid item xs={12} md={4}>
              <FormRecord form={value} />
              {value.mayReview && (
                <Box mt={3}>
                  <ReviewForm appId={id} form={value} onDone={done} />
                </Box>
              )}
            </Grid>
          </Grid>
        )}
      </Content>
    </Page>
  );
}
