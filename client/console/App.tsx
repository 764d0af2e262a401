import { QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/es/locale/en_US.js';
import zhCN from 'antd/es/locale/zh_CN.js';
import { useEffect, useMemo, useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { createQueryClient } from './api/queries.ts';
import { useCalm } from './calm.ts';
import { createConsoleRouter } from './router.tsx';
import { useLanguage } from './text.ts';
import { themeOf, useShade } from './theme.ts';

type Locale = typeof zhCN extends { default: infer Inner } ? Inner : typeof zhCN;

/** The library ships its locales as ES modules without saying so; the type checker takes them for CommonJS and sees a wrapper. */
const unwrapped = (module: unknown): Locale =>
  (typeof module === 'object' && module !== null && 'default' in module ? module.default : module) as Locale;

export function App() {
  const locale = useLanguage((language) => language.locale);
  const shade = useShade((state) => state.shade);
  const [router] = useState(createConsoleRouter);
  const [client] = useState(createQueryClient);
  const isCalm = useCalm();
  const theme = useMemo(() => themeOf(shade, isCalm), [shade, isCalm]);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return (
    <ConfigProvider
      theme={theme}
      locale={unwrapped(locale === 'en' ? enUS : zhCN)}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: isCalm }}
    >
      <AntApp>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
